using System.Buffers.Text;

namespace TenantGateway.Load.Drivers;

/// <summary>Finds the end of an HTTP/1.1 answer, and nothing more.</summary>
internal static class RawAnswer
{
    private static ReadOnlySpan<byte> EndOfHead => "\r\n\r\n"u8;

    public static bool IsWhole(ReadOnlySpan<byte> answer)
    {
        var head = answer.IndexOf(EndOfHead);
        if (head < 0) return false;
        var body = answer[(head + EndOfHead.Length)..];
        return LengthIn(answer[..head]) is { } length ? body.Length >= length : body.EndsWith("0\r\n\r\n"u8);
    }

    public static bool IsOk(ReadOnlySpan<byte> answer) => answer.StartsWith("HTTP/1.1 200 "u8);

    // Null where it comes in chunks.
    private static int? LengthIn(ReadOnlySpan<byte> head)
    {
        var place = head.IndexOf("\r\nContent-Length: "u8);
        if (place < 0) place = head.IndexOf("\r\ncontent-length: "u8);
        if (place >= 0 && Utf8Parser.TryParse(head[(place + "\r\ncontent-length: ".Length)..], out int length, out _)) return length;
        return null;
    }
}
