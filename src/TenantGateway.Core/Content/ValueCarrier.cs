using System.Buffers;
using System.Text.Unicode;
using TenantGateway.Core.Access;
using TenantGateway.Core.Buffers;
using TenantGateway.Core.Protection.Policies;

namespace TenantGateway.Core.Content;

/// <summary>
/// The value of a header (RFC 9110 section 5.5) or cookie (RFC 6265 section 4.1.1) as one value. What some parsers take for a list, a quoted string,
/// parameters or something that is encoded, and others for the value itself, is refused.
/// </summary>
internal sealed class ValueCarrier : ICarrier
{
    /// <summary>Printable ASCII without quotation mark, comma, semicolon and backslash.</summary>
    private static readonly SearchValues<byte> OfCookie = SearchValues.Create([.. Enumerable.Range('!', '~' - '!' + 1).Select(c => (byte)c).Except("\",;\\"u8.ToArray())]);

    private static readonly SearchValues<byte> OfHeader = SearchValues.Create([(byte)' ', .. Enumerable.Range('!', '~' - '!' + 1).Select(c => (byte)c).Except("\",;\\"u8.ToArray())]);

    private readonly short _rule;
    private readonly ValueEncoding _encoding;
    private readonly SearchValues<byte> _characters;
    private readonly Reason _ambiguous;
    private readonly ContentPlan _plan;

    private ValueCarrier(short rule, ValueEncoding encoding, SearchValues<byte> characters, Reason ambiguous, ContentPlan plan) =>
        (_rule, _encoding, _characters, _ambiguous, _plan) = (rule, encoding, characters, ambiguous, plan);

    public static ValueCarrier ForHeader(short rule, ValueEncoding encoding, ContentPlan plan) => new(rule, encoding, OfHeader, Reasons.AmbiguousHeader, plan);

    public static ValueCarrier ForCookie(short rule, ValueEncoding encoding, ContentPlan plan) => new(rule, encoding, OfCookie, Reasons.AmbiguousCookie, plan);

    public void Scan(ReadOnlySpan<byte> unit, UnitScan scan)
    {
        scan.Reset();
        if (unit.IsEmpty) return;
        using var decoded = Scratch.Rent(unit.Length);
        if (unit.IndexOfAnyExcept(_characters) >= 0 || !TryDecode(unit, decoded.Span, out var length))
        {
            scan.Refuse(_ambiguous, _rule);
            return;
        }

        var coding = _encoding == ValueEncoding.Percent ? SpanCoding.Percent : SpanCoding.Plain;
        TextScan.Scan(decoded.Span[..length], new FieldSpan(0, unit.Length, _rule, FieldSpanKind.Value, default) { Coding = coding }, _plan, scan);
    }

    private bool TryDecode(ReadOnlySpan<byte> value, Span<byte> text, out int length)
    {
        length = value.Length;
        if (_encoding == ValueEncoding.Plain) value.CopyTo(text);
        // A plus is a space to those who decode as forms do.
        else if (value.Contains((byte)'+') || !PercentEncoding.TryDecode(value, text, out length)) return false;
        var decoded = text[..length];
        return Utf8.IsValid(decoded) && decoded.IndexOfAnyInRange((byte)0, (byte)0x1F) < 0 && !decoded.Contains((byte)0x7F) && !HoldsEscape(decoded);
    }

    // Who decodes once more than the others would read another value.
    private static bool HoldsEscape(ReadOnlySpan<byte> text)
    {
        for (var at = text.IndexOf((byte)'%'); at >= 0; at = text.IndexOf((byte)'%'))
        {
            text = text[(at + 1)..];
            if (text is [var high, var low, ..] && char.IsAsciiHexDigit((char)high) && char.IsAsciiHexDigit((char)low)) return true;
        }

        return false;
    }
}
