using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace TenantGateway.Authentication;

/// <summary>What a JOSE header may say (RFC 7515 section 4.1): an algorithm and a type of the issuer's, the name of a key, and nothing that changes how the rest is read.</summary>
internal static class JoseHeader
{
    /// <summary>Refuses what would have to be understood.</summary>
    public static TokenDefect RefuseExtensions(ref readonly JsonMembers header)
    {
        // RFC 7515 section 4.1.11: what is critical must be understood, and nothing is. b64 (RFC 7797) is refused even where it is not marked.
        if (header.Has("crit"u8)) return TokenDefect.CriticalExtension;
        if (header.Has("b64"u8)) return TokenDefect.UnencodedPayload;
        if (header.Has("enc"u8) || header.Has("zip"u8)) return TokenDefect.Encrypted;
        if (header.Has("cty"u8)) return TokenDefect.NestedToken;
        // RFC 8725 section 3.10: a token does not bring its own key.
        if (header.Has("jwk"u8) || header.Has("jku"u8) || header.Has("x5u"u8) || header.Has("x5c"u8)) return TokenDefect.EmbeddedKey;
        return TokenDefect.None;
    }

    /// <param name="header">Without extensions.</param>
    /// <param name="issuer">By whose algorithms it is judged.</param>
    /// <param name="types">The accepted types; an empty one stands for none.</param>
    /// <param name="algorithm">Its algorithm.</param>
    /// <param name="keyId">Its key.</param>
    public static TokenDefect Read(
        ref readonly JsonMembers header, ConfiguredIssuer issuer, ImmutableArray<string> types, [NotNull] out string? algorithm, [NotNull] out string? keyId)
    {
        (algorithm, keyId) = (header["alg"u8].AsText() ?? "", header["kid"u8].AsText() ?? "");
        if (!issuer.Algorithms.Contains(algorithm, StringComparer.Ordinal)) return TokenDefect.AlgorithmNotAllowed;
        var type = header["typ"u8];
        if (!(type.IsAbsent ? types.Contains("") : type.AsText() is { } name && types.Contains(name, StringComparer.Ordinal))) return TokenDefect.TypeNotAllowed;
        return keyId.Length > 0 ? TokenDefect.None : TokenDefect.KeyIdMissing;
    }
}
