using TenantGateway.Core.Buffers;
using TenantGateway.Core.Tokens;

namespace TenantGateway.Core.Content;

/// <summary>The decoded text of a payload, whichever way it is written.</summary>
public static class PayloadText
{
    /// <summary>The decoded text of a span that a scan found to be a string.</summary>
    /// <param name="coding">How the span is written.</param>
    /// <param name="literal">The bytes of the span.</param>
    /// <param name="scratch">May hold the text afterwards.</param>
    public static ReadOnlySpan<byte> Read(SpanCoding coding, ReadOnlySpan<byte> literal, ref Scratch scratch) =>
        TryRead(SpanText.ReadValue(coding, literal, default, ref scratch), ref scratch, out var text) ? text : default;

    /// <returns>False where the payload is no string but a number or a boolean.</returns>
    public static bool TryRead(scoped in Payload payload, ref Scratch scratch, out ReadOnlySpan<byte> text)
    {
        text = payload.Value;
        if (payload.Type == PayloadType.Text) return true;
        if (payload.Value.Length < 2 || payload.Value[0] != '"') return false;
        scratch.EnsureCapacity(payload.Value.Length);
        var length = JsonText.Unescape(payload.Value[1..^1], scratch.Span);
        if (length < 0) return false;
        text = scratch.Span[..length];
        return true;
    }
}
