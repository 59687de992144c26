using System.Buffers;
using TenantGateway.Core.Keys;

namespace TenantGateway.Core.Tokens;

/// <summary>Finds what looks like a token inside other bytes, at the speed of a memory scan.</summary>
public static class TokenSearch
{
    /// <summary>The bytes that every token of either family holds: where they are absent there is no token.</summary>
    public static ReadOnlySpan<byte> CommonPart => "n1."u8;

    /// <summary>Every character a token can hold.</summary>
    public static readonly SearchValues<byte> Characters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_."u8);

    /// <summary>
    /// True where <c>pn1.</c> is followed by a key id and a dot: enough to be meant as a stored token, too much for prose.
    /// </summary>
    public static bool HoldsStoredToken(ReadOnlySpan<byte> text) => Holds(text, TokenHeader.StoredFamily);

    /// <inheritdoc cref="HoldsStoredToken"/>
    public static bool HoldsHandle(ReadOnlySpan<byte> text) => Holds(text, TokenHeader.HandleFamily);

    internal static bool Holds(ReadOnlySpan<byte> text, ReadOnlySpan<byte> family)
    {
        while (true)
        {
            var at = text.IndexOf(family);
            if (at < 0) return false;
            text = text[(at + family.Length)..];
            if (text.Length > KeyId.Length && text[KeyId.Length] == '.' && KeyId.TryParse(text[..KeyId.Length], out _)) return true;
        }
    }
}
