using TenantGateway.Core.Buffers;
using TenantGateway.Core.Tokens;

namespace TenantGateway.Core.Content;

/// <summary>One JSON document.</summary>
public sealed class JsonCarrier(ContentPlan plan) : ICarrier
{
    public void Scan(ReadOnlySpan<byte> unit, UnitScan scan) => JsonScanner.Scan(unit, plan, scan);

    /// <summary>
    /// A string whose escapes are the fewest possible is read as text, so that equal strings meet; any other literal is kept as it is.
    /// </summary>
    public Payload ReadValue(ReadOnlySpan<byte> literal, ReadOnlySpan<byte> fieldClass, ref Scratch scratch)
    {
        if (literal[0] != '"') return new Payload(PayloadType.JsonLiteral, fieldClass, literal);
        var inner = literal[1..^1];
        if (!inner.Contains((byte)'\\')) return new Payload(PayloadType.Text, fieldClass, inner);

        if (!JsonText.HasFewestEscapes(inner)) return new Payload(PayloadType.JsonLiteral, fieldClass, literal);
        scratch.EnsureCapacity(inner.Length);
        return new Payload(PayloadType.Text, fieldClass, scratch.Span[..JsonText.Unescape(inner, scratch.Span)]);
    }

    public void WriteValue(in Payload payload, ByteBuffer output)
    {
        if (payload.Type == PayloadType.Text) JsonText.AppendString(output, payload.Value);
        else output.Append(payload.Value);
    }

    public void WriteText(ReadOnlySpan<byte> text, ByteBuffer output) => JsonText.AppendString(output, text);
}
