namespace TenantGateway.Core.Detection;

/// <summary>Numbers that a state gives its people: US SSN, Indian PAN and Aadhaar.</summary>
internal static class NationalIdDetector
{
    private const int PanLetters = 5;
    private const int PanLength = 10;

    /// <summary>AAA-GG-SSSS, or nine digits where the words before say what they are. Areas 000, 666 and 9xx, group 00 and serial 0000 are not given out.</summary>
    public static bool TryFindSsn(ReadOnlySpan<byte> text, in DigitGroups groups, out Finding finding)
    {
        finding = default;
        var start = groups[0].Start;
        var count = groups.Count >= 3 && groups[0].Length == 3 && groups[1].Length == 2 && groups[2].Length == 4 && groups.AreJoinedBy(3, "- "u8) ? 3
            : groups[0].Length == 9 ? 1 : 0;
        if (count == 0 || (groups.Count > count && groups[count].Separator != ' ')) return false;
        var end = groups[count - 1].End;
        Span<byte> buffer = stackalloc byte[9];
        var digits = groups.CopyDigits(text, count, buffer);
        if (Edge.IsWordBefore(text, start) || Edge.IsWordAfter(text, end) || IsAfterSign(text, start)) return false;
        if (digits.StartsWith("000"u8) || digits.StartsWith("666"u8) || digits[0] == '9' || digits[3..5].SequenceEqual("00"u8) || digits.EndsWith("0000"u8)) return false;
        if ((count == 1 || groups[1].Separator == ' ') && !Context.IsBefore(text, start, ContextWords.Ssn)) return false;
        finding = new Finding(PersonalDataKind.UsSsn, start, end - start);
        return true;
    }

    /// <summary>Three letters, a letter for the kind of holder, a letter, four digits and a letter; all capitals or all small.</summary>
    /// <param name="text">The whole text.</param>
    /// <param name="at">The first of the four digits.</param>
    /// <param name="finding">The PAN.</param>
    public static bool TryFindPan(ReadOnlySpan<byte> text, int at, out Finding finding)
    {
        finding = default;
        var start = at - PanLetters;
        if (start < 0 || start + PanLength > text.Length) return false;
        var pan = text.Slice(start, PanLength);
        if (pan[PanLetters..^1].ContainsAnyExceptInRange((byte)'0', (byte)'9')) return false;
        var small = (byte)(pan[0] & 0x20);
        foreach (var letter in pan[..PanLetters])
        {
            if (!Edge.IsLetter(letter) || (letter & 0x20) != small) return false;
        }

        if (!Edge.IsLetter(pan[^1]) || (pan[^1] & 0x20) != small || !"ABCEFGHJLPT"u8.Contains((byte)(pan[3] & ~0x20))) return false;
        if (Edge.IsWordBefore(text, start) || Edge.IsWordAfter(text, start + PanLength)) return false;
        finding = new Finding(PersonalDataKind.IndianPan, start, PanLength);
        return true;
    }

    /// <summary>Twelve digits, 4-4-4 or in one piece, not starting with 0 or 1.</summary>
    /// <param name="text">The whole text.</param>
    /// <param name="groups">The digits.</param>
    /// <param name="printed">Look for 4-4-4; for one piece otherwise, which words before must not call a phone number.</param>
    /// <param name="finding">The number.</param>
    public static bool TryFindAadhaar(ReadOnlySpan<byte> text, in DigitGroups groups, bool printed, out Finding finding)
    {
        finding = default;
        var (start, count) = (groups[0].Start, printed ? 3 : 1);
        if (groups.Count < count || groups.Digits(count) != 12 || text[start] < '2') return false;
        if (printed && (groups[0].Length != 4 || groups[1].Length != 4 || !groups.AreJoinedBy(3, " -"u8))) return false;
        if (groups.Count > count && groups[count].Separator == groups[1].Separator) return false;
        var end = groups[count - 1].End;
        Span<byte> buffer = stackalloc byte[12];
        if (Edge.IsWordBefore(text, start) || Edge.IsWordAfter(text, end) || IsAfterSign(text, start)) return false;
        if (!CheckDigits.Verhoeff(groups.CopyDigits(text, count, buffer))) return false;
        if (!printed && Context.IsBefore(text, start, ContextWords.Phone)) return false;
        finding = new Finding(PersonalDataKind.Aadhaar, start, end - start);
        return true;
    }

    private static bool IsAfterSign(ReadOnlySpan<byte> text, int start) => start > 0 && (text[start - 1] is (byte)'+' or (byte)'-' or (byte)'.');
}
