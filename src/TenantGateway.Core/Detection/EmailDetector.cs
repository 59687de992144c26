using System.Buffers;
using System.Text;

namespace TenantGateway.Core.Detection;

/// <summary>Email addresses as they stand in prose: unquoted, around an <c>@</c>, with a domain of two labels or more (RFC 5321 section 4.1.2).</summary>
internal static class EmailDetector
{
    private const int MaxLocal = 64;
    private const int MaxDomain = 253;

    private static readonly SearchValues<byte> LocalCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.!#$%&'*+/=?^_`{|}~-"u8);

    // Legal, but in prose they are quotes, markdown or punctuation that stand before an address.
    private static readonly SearchValues<byte> NeverFirst = SearchValues.Create(".!#$%&'*+/=?^`{|}~-"u8);

    private static ReadOnlySpan<byte> OwnZone => ".pn.invalid"u8;

    /// <param name="text">The whole text.</param>
    /// <param name="at">The place of an <c>@</c>.</param>
    /// <param name="finding">The address.</param>
    public static bool TryFind(ReadOnlySpan<byte> text, int at, out Finding finding)
    {
        finding = default;
        var end = EndOfDomain(text, at + 1);
        var start = StartOfLocal(text, at);
        if (end < 0 || start == at) return false;
        // _grace@example.com_ is emphasis.
        if (end < text.Length && text[end] == '_' && text[start] == '_') start++;
        if (start == at || text[start..end].EndsWith(OwnZone)) return false; // Of this gateway's own making.
        finding = new Finding(PersonalDataKind.Email, start, end - start);
        return true;
    }

    private static int StartOfLocal(ReadOnlySpan<byte> text, int at)
    {
        var start = at;
        while (start > 0 && at - start < MaxLocal)
        {
            if (LocalCharacters.Contains(text[start - 1])) start--;
            else if (LetterBefore(text, start) is var length and > 0) start -= length;
            else break;
        }

        // key=grace@example.com and path/grace@example.com hold the address behind the last of these.
        var lead = text[start..at].LastIndexOfAny("=/"u8);
        start += lead + 1;
        while (start < at && NeverFirst.Contains(text[start])) start++;
        return start;
    }

    /// <summary>The end of a domain, or -1.</summary>
    private static int EndOfDomain(ReadOnlySpan<byte> text, int start)
    {
        var (at, labels, end) = (start, 0, -1);
        while (at - start <= MaxDomain)
        {
            var label = at;
            while (at < text.Length && LabelCharacter(text, at) is var length and > 0) at += length;
            if (at == label || text[label] == '-' || at - label > 63) break;
            labels++;
            var top = text[label..at].TrimEnd((byte)'-');
            if (labels > 1 && IsTopLevel(top)) end = label + top.Length;
            if (at >= text.Length || text[at] != '.') break;
            at++;
        }

        // Another @ cannot follow: the whole was something else.
        return end >= 0 && end < text.Length && text[end] == '@' ? -1 : end;
    }

    private static bool IsTopLevel(ReadOnlySpan<byte> label) =>
        label.Length >= 2 && (!label.ContainsAnyInRange((byte)'0', (byte)'9') || label.StartsWith("xn--"u8)) && (label.IndexOf((byte)'-') < 0 || label.StartsWith("xn--"u8));

    private static int LabelCharacter(ReadOnlySpan<byte> text, int at)
    {
        if (text[at] < 0x80) return Edge.IsLetter(text[at]) || Edge.IsDigit(text[at]) || text[at] == '-' ? 1 : 0;
        return Rune.DecodeFromUtf8(text[at..], out var rune, out var length) == OperationStatus.Done && Rune.IsLetterOrDigit(rune) ? length : 0;
    }

    private static int LetterBefore(ReadOnlySpan<byte> text, int at)
    {
        if (text[at - 1] < 0x80) return 0;
        return Rune.DecodeLastFromUtf8(text[..at], out var rune, out var length) == OperationStatus.Done && Rune.IsLetterOrDigit(rune) ? length : 0;
    }
}
