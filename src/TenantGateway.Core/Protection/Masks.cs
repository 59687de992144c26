using System.Buffers;
using System.Text;
using TenantGateway.Core.Access;
using TenantGateway.Core.Buffers;
using TenantGateway.Core.Content;

namespace TenantGateway.Core.Protection;

/// <summary>
/// The partial view of a value by its class: <c>a•••@e•••.com</c>, the last four digits of a phone number or payment card, the year of a date of birth, the
/// first letter of a name; nothing but the marker for everything else and for what does not look like its class.
/// </summary>
public static class Masks
{
    private const int LongestShownLabel = 12;
    private const int LeastPhoneDigits = 8;
    private const int LeastCardDigits = 12;
    private const int MostCardDigits = 19;
    private const int ShownDigits = 4;
    private static readonly SearchValues<byte> Letters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    /// <summary>Appends the mask of a text.</summary>
    public static void Append(FieldClass fieldClass, ReadOnlySpan<byte> text, ByteBuffer output)
    {
        switch (fieldClass.Value)
        {
            case "email": AppendEmail(text, output); break;
            case "phone": AppendEnd(text, LeastPhoneDigits, int.MaxValue, output); break;
            case "date-of-birth": AppendYear(text, output); break;
            case "payment-card": AppendEnd(text, LeastCardDigits, MostCardDigits, output); break;
            case "name": AppendFirstLetter(text, output); break;
            default: output.Append(MaskMarker.Utf8); break;
        }
    }

    private static void AppendEmail(ReadOnlySpan<byte> text, ByteBuffer output)
    {
        var at = text.IndexOf((byte)'@');
        var dot = text.LastIndexOf((byte)'.');
        if (at < 1 || dot < at + 2 || !IsTopLevelDomain(text[(dot + 1)..]) || text.IndexOfAny(" <>,;\"\\\t\r\n"u8) >= 0)
        {
            output.Append(MaskMarker.Utf8);
            return;
        }

        AppendFirstLetter(text[..at], output);
        output.Append((byte)'@');
        AppendFirstLetter(text[(at + 1)..], output);
        output.Append(text[dot..]);
    }

    // What is shown of an address must not be the end of a sentence.
    private static bool IsTopLevelDomain(ReadOnlySpan<byte> label) =>
        label.Length is >= 2 and <= LongestShownLabel && label.IndexOfAnyExcept(Letters) < 0;

    // PCI DSS 3.4.1 lets the last four digits of a card be shown; a number of another length is none.
    private static void AppendEnd(ReadOnlySpan<byte> text, int least, int most, ByteBuffer output)
    {
        output.Append(MaskMarker.Utf8);
        Span<byte> last = stackalloc byte[ShownDigits];
        var digits = 0;
        foreach (var c in text)
        {
            if (!char.IsAsciiDigit((char)c)) continue;
            last[digits++ % ShownDigits] = c;
        }

        for (var i = digits; digits >= least && digits <= most && i < digits + ShownDigits; i++) output.Append(last[i % ShownDigits]);
    }

    private static void AppendYear(ReadOnlySpan<byte> text, ByteBuffer output)
    {
        if (LooksLikeDate(text)) output.Append(text[..5]);
        output.Append(MaskMarker.Utf8);
    }

    // RFC 3339 section 5.6, full-date; a time may follow.
    private static bool LooksLikeDate(ReadOnlySpan<byte> text) =>
        text.Length >= 10 && text[4] == '-' && text[7] == '-'
        && AreDigits(text[..4]) && AreDigits(text[5..7]) && AreDigits(text[8..10])
        && (text.Length == 10 || text[10] is (byte)'T' or (byte)'t' or (byte)' ');

    private static bool AreDigits(ReadOnlySpan<byte> text) => text.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0;

    private static void AppendFirstLetter(ReadOnlySpan<byte> text, ByteBuffer output)
    {
        if (Rune.DecodeFromUtf8(text, out _, out var length) == OperationStatus.Done) output.Append(text[..length]);
        output.Append(MaskMarker.Utf8);
    }
}
