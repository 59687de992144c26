using System.Buffers;
using System.Buffers.Text;

namespace TenantGateway.Core.Tokens;

/// <summary>The body of a token between its sealed bytes and base64url, one spelling for every body.</summary>
internal static class TokenBody
{
    /// <summary>
    /// Decodes exactly <see cref="TokenHeader.BodyLength"/> bytes. Refuses padding, foreign characters and set spare bits in the last
    /// character (RFC 4648 section 3.5), which would let an altered token open.
    /// </summary>
    public static bool TryDecode(ReadOnlySpan<byte> text, Span<byte> body)
    {
        if (text.IndexOfAnyExcept(Alphabet) >= 0) return false;
        if (Base64Url.DecodeFromUtf8(text, body, out var consumed, out var written) != OperationStatus.Done) return false;
        return consumed == text.Length && written == body.Length && SpareBits(text[^1], body.Length) == 0;
    }

    public static void Encode(ReadOnlySpan<byte> body, Span<byte> text) => Base64Url.EncodeToUtf8(body, text, out _, out _);

    private static readonly SearchValues<byte> Alphabet =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"u8);

    private static int SpareBits(byte last, int bodyLength)
    {
        var value = last switch
        {
            >= (byte)'A' and <= (byte)'Z' => last - 'A',
            >= (byte)'a' and <= (byte)'z' => last - 'a' + 26,
            >= (byte)'0' and <= (byte)'9' => last - '0' + 52,
            (byte)'-' => 62,
            _ => 63,
        };
        return (bodyLength % 3) switch { 1 => value & 15, 2 => value & 3, _ => 0 };
    }
}
