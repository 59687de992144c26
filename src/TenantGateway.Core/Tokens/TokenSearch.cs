using System.Buffers;
using TenantGateway.Core.Keys;

namespace TenantGateway.Core.Tokens;

/// <summary>Finds what looks like a token inside other bytes, at the speed of a memory scan.</summary>
public static class TokenSearch
{
    /// <summary>Every character a token can hold.</summary>
    public static readonly SearchValues<byte> Characters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_."u8);

    /// <summary>What stored tokens and email shapes begin with; a dot or a hyphen follows.</summary>
    private static ReadOnlySpan<byte> StoredStart => "pn1"u8;

    /// <summary>False where there is no token of any family and no email shape: one scan of the memory tells.</summary>
    public static bool MayHold(ReadOnlySpan<byte> text) => Next(text) >= 0;

    /// <summary>Where the bytes are that every token and email shape holds behind its first one, <c>n1.</c> or <c>n1-</c>; -1 for nowhere.</summary>
    internal static int Next(ReadOnlySpan<byte> text)
    {
        for (var at = 0; text[at..].IndexOf("n1"u8) is >= 0 and var found; at++)
        {
            at += found;
            if (text[at..] is [_, _, (byte)'.' or (byte)'-', ..]) return at;
        }

        return -1;
    }

    /// <summary>
    /// True where <c>pn1.</c> is followed by a key id and a dot, or <c>pn1-</c> by as much as no word holds: enough to be meant as a stored token or an email shape, too much for prose.
    /// </summary>
    public static bool HoldsStoredToken(ReadOnlySpan<byte> text)
    {
        for (var at = text.IndexOf(StoredStart); at >= 0; at = text.IndexOf(StoredStart))
        {
            text = text[at..];
            if (StartsAs(text, TokenHeader.StoredFamily) || EmailShape.IsMeant(text)) return true;
            text = text[StoredStart.Length..];
        }

        return false;
    }

    /// <summary>True where <c>hn1.</c> is followed by a key id and a dot.</summary>
    public static bool HoldsHandle(ReadOnlySpan<byte> text) => Holds(text, TokenHeader.HandleFamily);

    internal static bool Holds(ReadOnlySpan<byte> text, ReadOnlySpan<byte> family)
    {
        for (var at = text.IndexOf(family); at >= 0; at = text.IndexOf(family))
        {
            text = text[at..];
            if (StartsAs(text, family)) return true;
            text = text[family.Length..];
        }

        return false;
    }

    /// <summary>Reads a text that is one stored token, or one email shape, and nothing else.</summary>
    internal static bool TryReadWhole(ReadOnlySpan<byte> text, out TokenHeader token)
    {
        if (EmailShape.TryReadKeyId(text, out var keyId))
        {
            token = new TokenHeader(TokenKind.EmailShape, keyId, 0);
            return true;
        }

        return TokenHeader.TryRead(text, out token) && token.Kind != TokenKind.Handle && token.TokenLength == text.Length;
    }

    private static bool StartsAs(ReadOnlySpan<byte> text, ReadOnlySpan<byte> family)
    {
        var end = family.Length + KeyId.Length;
        return text.Length > end && text.StartsWith(family) && text[end] == '.' && KeyId.TryParse(text[family.Length..end], out _);
    }
}
