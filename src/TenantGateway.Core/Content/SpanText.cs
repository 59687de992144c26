using TenantGateway.Core.Buffers;
using TenantGateway.Core.Tokens;

namespace TenantGateway.Core.Content;

/// <summary>Reads values out of their codings and writes them back into these.</summary>
public static class SpanText
{
    /// <summary>Reads a span so that <see cref="WriteValue"/> gives the same bytes again, or bytes of the same meaning where a coding has several for it.</summary>
    /// <param name="coding">How the span is written.</param>
    /// <param name="literal">The bytes of the span.</param>
    /// <param name="fieldClass">Becomes the payload's class.</param>
    /// <param name="scratch">May hold the payload afterwards.</param>
    public static Payload ReadValue(SpanCoding coding, ReadOnlySpan<byte> literal, ReadOnlySpan<byte> fieldClass, ref Scratch scratch)
    {
        // Decoding never makes a text longer, so each layer is taken off where the one before left it.
        if ((coding & SpanCoding.Percent) != 0)
        {
            scratch.EnsureCapacity(literal.Length);
            PercentEncoding.TryDecode(literal, scratch.Span, out var length);
            literal = scratch.Span[..length];
        }

        if ((coding & SpanCoding.InString) != 0)
        {
            scratch.EnsureCapacity(literal.Length);
            literal = scratch.Span[..JsonText.Unescape(literal, scratch.Span)];
        }

        return (coding & SpanCoding.Json) != 0 ? ReadJson(literal, fieldClass, ref scratch) : new Payload(PayloadType.Text, fieldClass, literal);
    }

    /// <summary>Writes a value in a coding.</summary>
    public static void WriteValue(SpanCoding coding, in Payload payload, ByteBuffer output)
    {
        if ((coding & SpanCoding.Json) == 0)
        {
            var scratch = Scratch.Rent(256);
            WriteText(coding, PayloadText.TryRead(payload, ref scratch, out var text) ? text : payload.Value, output);
            scratch.Dispose();
            return;
        }

        var start = output.Length;
        if (payload.Type == PayloadType.Text) JsonText.AppendString(output, payload.Value);
        else output.Append(payload.Value);
        AddLayers(coding, output, start);
    }

    /// <summary>Writes a text, such as a token, in a coding.</summary>
    public static void WriteText(SpanCoding coding, ReadOnlySpan<byte> text, ByteBuffer output)
    {
        if (coding == SpanCoding.Percent)
        {
            PercentEncoding.Encode(text, output);
            return;
        }

        var start = output.Length;
        if ((coding & SpanCoding.Json) != 0) JsonText.AppendString(output, text);
        else output.Append(text);
        AddLayers(coding, output, start);
    }

    /// <summary>Writes that there is nothing: null in JSON, elsewhere no character.</summary>
    public static void WriteNothing(SpanCoding coding, ByteBuffer output)
    {
        if ((coding & SpanCoding.Json) != 0) output.Append("null"u8);
    }

    // A string whose escapes are the fewest possible is read as text, so that equal strings meet; any other literal is kept as it is.
    private static Payload ReadJson(ReadOnlySpan<byte> literal, ReadOnlySpan<byte> fieldClass, ref Scratch scratch)
    {
        if (literal[0] != '"') return new Payload(PayloadType.JsonLiteral, fieldClass, literal);
        var inner = literal[1..^1];
        if (!inner.Contains((byte)'\\')) return new Payload(PayloadType.Text, fieldClass, inner);

        if (!JsonText.HasFewestEscapes(inner)) return new Payload(PayloadType.JsonLiteral, fieldClass, literal);
        scratch.EnsureCapacity(inner.Length);
        return new Payload(PayloadType.Text, fieldClass, scratch.Span[..JsonText.Unescape(inner, scratch.Span)]);
    }

    private static void AddLayers(SpanCoding coding, ByteBuffer output, int start)
    {
        foreach (var layer in (ReadOnlySpan<SpanCoding>)[SpanCoding.InString, SpanCoding.Percent])
        {
            if ((coding & layer) == 0) continue;
            var length = output.Length - start;
            using var inner = Scratch.Rent(length);
            output.Written[start..].CopyTo(inner.Span);
            output.Truncate(start);
            if (layer == SpanCoding.Percent) PercentEncoding.Encode(inner.Span[..length], output);
            else JsonText.AppendEscaped(output, inner.Span[..length]);
        }
    }
}
