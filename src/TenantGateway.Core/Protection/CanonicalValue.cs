using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using TenantGateway.Core.Buffers;
using TenantGateway.Core.Content;
using TenantGateway.Core.Protection.Policies;
using TenantGateway.Core.Tokens;

namespace TenantGateway.Core.Protection;

/// <summary>Whether a value is of its declared type, and the one way of writing it where equal values must meet: in JSON, forms and queries alike.</summary>
internal static class CanonicalValue
{
    /// <summary>Whether a value is of the declared type; anything is where none is declared.</summary>
    public static bool IsOfType(ValueKind? type, SpanCoding coding, in Payload payload, ref Scratch scratch) =>
        type is not { } declared || TryRead(declared, coding, payload, ref scratch, out _);

    /// <summary>Reads a value in the one way of writing it.</summary>
    /// <param name="field">Its field.</param>
    /// <param name="coding">How it was written: outside JSON everything is text.</param>
    /// <param name="payload">As it was read.</param>
    /// <param name="scratch">May hold the value afterwards.</param>
    /// <param name="canonical">The value.</param>
    /// <returns>False where it is not of the declared type, or nothing is left of it.</returns>
    public static bool TryRead(ProtectedField field, SpanCoding coding, in Payload payload, ref Scratch scratch, out Payload canonical) =>
        TryRead(field.Type ?? ValueKind.Text, coding, payload, ref scratch, out canonical) && (field.Canonical.IsEmpty || TryEvenOut(field.Canonical, ref scratch, ref canonical));

    private static bool TryRead(ValueKind type, SpanCoding coding, in Payload payload, ref Scratch scratch, out Payload canonical)
    {
        canonical = default;
        var isText = PayloadText.TryRead(payload, ref scratch, out var text);
        if (type is ValueKind.Text or ValueKind.Date)
        {
            canonical = new Payload(PayloadType.Text, payload.Class, text);
            return isText && (type == ValueKind.Text || IsDate(text));
        }

        // A string is no number, where there are numbers.
        if (isText && (coding & SpanCoding.Json) != 0) return false;
        var literal = isText ? text : payload.Value;
        if (type == ValueKind.Boolean)
        {
            canonical = new Payload(PayloadType.JsonLiteral, payload.Class, literal);
            return literal.SequenceEqual("true"u8) || literal.SequenceEqual("false"u8);
        }

        return TryReadNumber(literal, payload.Class, ref scratch, out canonical);
    }

    private static bool TryReadNumber(ReadOnlySpan<byte> literal, ReadOnlySpan<byte> fieldClass, ref Scratch scratch, out Payload canonical)
    {
        canonical = default;
        if (!IsJsonNumber(literal) || !decimal.TryParse(literal, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)) return false;
        // Dividing by a one of that scale drops the zeros at the end.
        var written = Encoding.ASCII.GetBytes((number / 1.0000000000000000000000000000m).ToString(CultureInfo.InvariantCulture));
        if (number == 0) written = "0"u8.ToArray();
        scratch.EnsureCapacity(written.Length);
        written.CopyTo(scratch.Span);
        canonical = new Payload(PayloadType.JsonLiteral, fieldClass, scratch.Span[..written.Length]);
        return true;
    }

    private static bool IsJsonNumber(ReadOnlySpan<byte> literal)
    {
        var reader = new Utf8JsonReader(literal);
        try
        {
            return reader.Read() && reader.TokenType == JsonTokenType.Number && reader.BytesConsumed == literal.Length && reader.ValueSpan.Length == literal.Length;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static bool IsDate(ReadOnlySpan<byte> text) =>
        text.Length == 10 && DateOnly.TryParseExact(Encoding.UTF8.GetString(text), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    private static bool TryEvenOut(ImmutableArray<CanonicalStep> steps, ref Scratch scratch, ref Payload canonical)
    {
        var text = Encoding.UTF8.GetString(canonical.Value);
        foreach (var step in steps)
        {
            text = step switch
            {
                CanonicalStep.Trim => text.Trim(),
                CanonicalStep.Lower => text.ToLowerInvariant(),
                CanonicalStep.Digits => DigitsOf(text),
                _ => throw new UnreachableException(),
            };
        }

        scratch.EnsureCapacity(Encoding.UTF8.GetMaxByteCount(text.Length));
        canonical = new Payload(PayloadType.Text, canonical.Class, scratch.Span[..Encoding.UTF8.GetBytes(text, scratch.Span)]);
        return text.Length > 0;
    }

    private static string DigitsOf(string text)
    {
        var digits = string.Concat(text.Where(char.IsAsciiDigit));
        return digits.Length > 0 && text.TrimStart().StartsWith('+') ? "+" + digits : digits;
    }
}
