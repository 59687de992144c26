using TenantGateway.Core.Keys;

namespace TenantGateway.Core.Tokens;

/// <summary>A stored token, or an email shape, that begins at some place in other bytes.</summary>
internal static class StoredTokenAt
{
    /// <summary>How far to go on behind one that is none.</summary>
    public const int Step = 4;

    private const int KeyIdEnd = Step + KeyId.Length;

    /// <summary>Where the next one may begin, or -1.</summary>
    public static int Next(ReadOnlySpan<byte> text)
    {
        for (var at = 0; text[at..].IndexOf("pn1"u8) is >= 0 and var found; at++)
        {
            at += found;
            if (text[at..] is [_, _, _, (byte)'.' or (byte)'-', ..]) return at;
        }

        return -1;
    }

    /// <summary>Reads a whole one; its key need not be known.</summary>
    public static bool TryRead(ReadOnlySpan<byte> text, out TokenHeader header, out int length)
    {
        if (EmailShape.TryReadFront(text, out var keyId, out length))
        {
            header = new TokenHeader(TokenKind.EmailShape, keyId, 0);
            return true;
        }

        if (!TokenHeader.TryRead(text, out header)) return false;
        length = header.TokenLength;
        return length <= text.Length;
    }

    /// <summary>Whether what is no whole one must have been one.</summary>
    public static bool IsMeant(ReadOnlySpan<byte> text, out KeyId keyId)
    {
        keyId = default;
        return text.Length > KeyIdEnd && KeyId.TryParse(text[Step..KeyIdEnd], out keyId) && (text[Step - 1] == '.' ? text[KeyIdEnd] == '.' : EmailShape.IsMeant(text));
    }
}
