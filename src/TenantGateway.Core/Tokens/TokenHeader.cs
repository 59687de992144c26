using System.Buffers.Text;
using TenantGateway.Core.Keys;

namespace TenantGateway.Core.Tokens;

/// <summary>
/// The 15 ASCII bytes at the front of a token: family (<c>pn1.</c> stored token, <c>hn1.</c> handle), key id, <c>.</c>, mode
/// (<c>r</c> randomised, <c>d</c> deterministic, <c>h</c> handle) and the body's length in 16-byte blocks as three lower-case hexadecimal
/// digits. The body follows as unpadded base64url (RFC 4648 section 5), so a token survives JSON, URLs and prose and has an end.
/// </summary>
public readonly record struct TokenHeader(TokenKind Kind, KeyId KeyId, int Blocks)
{
    public const int Length = 15;
    public const int BlockSize = 16;
    public const int MaxBlocks = 0xFFF;

    private const int KeyIdStart = 4;
    private const int ModeAt = 11;
    private const int BlocksStart = 12;
    private static readonly byte[] Hex = "0123456789abcdef"u8.ToArray();

    public static ReadOnlySpan<byte> StoredFamily => "pn1."u8;

    public static ReadOnlySpan<byte> HandleFamily => "hn1."u8;

    /// <summary>The length of the whole token in ASCII bytes.</summary>
    public int TokenLength => Length + Base64Url.GetEncodedLength(Blocks * BlockSize);

    /// <summary>The number of bytes of the decoded body.</summary>
    public int BodyLength => Blocks * BlockSize;

    /// <summary>Reads the header at the start of <paramref name="text"/>; what follows is not looked at.</summary>
    public static bool TryRead(ReadOnlySpan<byte> text, out TokenHeader header)
    {
        header = default;
        if (text.Length < Length || text[KeyIdStart + KeyId.Length] != '.' || !TryReadKind(text, out var kind)
            || !KeyId.TryParse(text.Slice(KeyIdStart, KeyId.Length), out var keyId))
        {
            return false;
        }

        var blocks = 0;
        foreach (var c in text[BlocksStart..Length])
        {
            var digit = Hex.AsSpan().IndexOf(c);
            if (digit < 0) return false;
            blocks = (blocks << 4) | digit;
        }

        header = new TokenHeader(kind, keyId, blocks);
        return true;
    }

    public void Write(Span<byte> destination)
    {
        (Kind == TokenKind.Handle ? HandleFamily : StoredFamily).CopyTo(destination);
        KeyId.Write(destination[KeyIdStart..]);
        destination[KeyIdStart + KeyId.Length] = (byte)'.';
        destination[ModeAt] = Kind switch
        {
            TokenKind.Randomised => (byte)'r',
            TokenKind.Deterministic => (byte)'d',
            _ => (byte)'h',
        };
        destination[BlocksStart] = Hex[Blocks >> 8];
        destination[BlocksStart + 1] = Hex[(Blocks >> 4) & 15];
        destination[BlocksStart + 2] = Hex[Blocks & 15];
    }

    private static bool TryReadKind(ReadOnlySpan<byte> text, out TokenKind kind)
    {
        kind = (text[ModeAt]) switch
        {
            (byte)'r' => TokenKind.Randomised,
            (byte)'d' => TokenKind.Deterministic,
            (byte)'h' => TokenKind.Handle,
            _ => TokenKind.None,
        };
        return kind != TokenKind.None && text.StartsWith(kind == TokenKind.Handle ? HandleFamily : StoredFamily);
    }
}

public enum TokenKind
{
    None,

    /// <summary>A stored token with a nonce: new every time.</summary>
    Randomised,

    /// <summary>A stored token that is equal for equal values of one class.</summary>
    Deterministic,

    /// <summary>A caller's reference: equal for equal values of one class, for one actor.</summary>
    Handle,

    /// <summary>A stored token in email's clothes (<see cref="Tokens.EmailShape"/>): equal for equal values of one class. It has a header of its own.</summary>
    EmailShape,
}
