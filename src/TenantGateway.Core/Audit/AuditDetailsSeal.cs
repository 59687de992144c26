using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text.Json;
using TenantGateway.Core.Cryptography;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Tokens;

namespace TenantGateway.Core.Audit;

/// <summary>
/// Seals the details of a record under the tenant's audit key: a random 16-byte nonce, then AES-SIV (RFC 5297) over a random 16-byte salt and a JSON object, with tenant
/// id and nonce as associated data. The record holds a commitment: unpadded base64url of SHA-256 over salt and object, as RFC 9901 salts its digests. Whoever opens the
/// details sees that they are those of the record; once they are erased, the salt with them, nobody can find them by guessing.
/// </summary>
public static class AuditDetailsSeal
{
    private const int SaltSize = Nonces.Size;

    [ThreadStatic]
    private static CanonicalJsonWriter? _json;

    /// <param name="key">The generation of the audit line.</param>
    /// <param name="details">What is sealed.</param>
    /// <param name="commitment">For the record.</param>
    public static byte[] Seal(GenerationKey key, AuditDetails details, out string commitment)
    {
        var json = _json ??= new CanonicalJsonWriter();
        json.Reset();
        Write(json, details);
        var output = new byte[Nonces.Size + AesSiv.TagSize + SaltSize + json.Written.Length];
        var nonce = output.AsSpan(0, Nonces.Size);
        var sealedText = output.AsSpan(Nonces.Size);
        var plaintext = sealedText[AesSiv.TagSize..];
        Nonces.Next(nonce);
        Nonces.Next(plaintext[..SaltSize]);
        json.Written.CopyTo(plaintext[SaltSize..]);
        json.Reset();
        commitment = AuditLeaf.HashOf(plaintext);
        var state = key.DetailsState;
        key.Details.Absorb(ref state, nonce);
        key.Details.Seal(state, plaintext, sealedText);
        return output;
    }

    /// <summary>Opens what <see cref="Seal"/> made for a record with that commitment.</summary>
    public static bool TryOpen(GenerationKey key, ReadOnlySpan<byte> sealedDetails, string commitment, [NotNullWhen(true)] out AuditDetails? details)
    {
        details = null;
        if (sealedDetails.Length < Nonces.Size + AesSiv.TagSize + SaltSize) return false;
        var plaintext = new byte[sealedDetails.Length - Nonces.Size - AesSiv.TagSize];
        var state = key.DetailsState;
        key.Details.Absorb(ref state, sealedDetails[..Nonces.Size]);
        if (!key.Details.TryOpen(state, sealedDetails[Nonces.Size..], plaintext)) return false;
        if (AuditLeaf.HashOf(plaintext) == commitment) details = JsonSerializer.Deserialize<AuditDetails>(plaintext.AsSpan(SaltSize), JsonSerializerOptions.Web);
        CryptographicOperations.ZeroMemory(plaintext);
        return details is not null;
    }

    private static void Write(CanonicalJsonWriter json, AuditDetails details)
    {
        json.BeginObject();
        json.OptionalMember("actorName", details.ActorName);
        json.OptionalMember("reason", details.Reason);
        json.OptionalMember("remoteAddress", details.RemoteAddress);
        json.OptionalMember("userAgent", details.UserAgent);
        json.EndObject();
    }
}
