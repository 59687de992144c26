namespace TenantGateway.Core.Detection;

/// <summary>
/// Full dates: numeric in the orders of the world (1985-03-12, 12.03.1985, 3/12/85) and with the month as a word (12 March 1985, March 12th, 1985, 12. März 1985).
/// A date near words of birth is a finding; another date is none, and is known not to be a phone number.
/// </summary>
internal static class DateDetector
{
    private const int BirthBehind = 24;
    private const int MonthBefore = 15;

    private static readonly byte[][] Ordinals = ["st"u8.ToArray(), "nd"u8.ToArray(), "rd"u8.ToArray(), "th"u8.ToArray(), "er"u8.ToArray()];
    private static readonly byte[][] Joins = ["of "u8.ToArray(), "de "u8.ToArray()];

    /// <param name="text">The whole text.</param>
    /// <param name="groups">Digits that start where the date's first digits do.</param>
    /// <param name="end">Behind the date.</param>
    /// <param name="finding">The date, where <paramref name="isBirth"/>.</param>
    /// <param name="isBirth">True where the words around make it a birth.</param>
    /// <returns>False where no date starts here.</returns>
    public static bool TryFind(ReadOnlySpan<byte> text, in DigitGroups groups, out int end, out Finding finding, out bool isBirth)
    {
        (finding, isBirth) = (default, false);
        var start = groups[0].Start;
        if (!TryReadNumeric(text, groups, out end) && !TryReadWithMonthBehind(text, groups[0], out end) && !TryReadWithMonthBefore(text, groups[0], ref start, out end)) return false;
        if (Edge.IsWordBefore(text, start) || Edge.IsWordAfter(text, end)) return false;
        isBirth = Context.IsBefore(text, start, ContextWords.Birth) || Context.IsAfter(text, end, ContextWords.Birth, BirthBehind);
        finding = new Finding(PersonalDataKind.DateOfBirth, start, end - start);
        return true;
    }

    private static bool TryReadNumeric(ReadOnlySpan<byte> text, in DigitGroups groups, out int end)
    {
        end = 0;
        Span<DigitGroup> parts = stackalloc DigitGroup[3];
        if (!TryTakeThree(text, groups, parts)) return false;
        end = parts[2].End;
        if (end + 1 < text.Length && text[end] == text[parts[0].End] && Edge.IsDigit(text[end + 1])) return false;
        var (first, second, third) = (Value(text, parts[0]), Value(text, parts[1]), Value(text, parts[2]));
        if (parts[0].Length == 4) return IsYear(first, 4) && IsMonth(second) && IsDay(third) && parts[1].Length <= 2 && parts[2].Length <= 2;
        return parts[0].Length <= 2 && parts[1].Length <= 2 && IsYear(third, parts[2].Length)
            && ((IsDay(first) && IsMonth(second)) || (IsMonth(first) && IsDay(second)));
    }

    /// <summary>Three numbers joined by one kind of <c>-</c>, <c>/</c> or <c>.</c>; a dot may have a space behind it.</summary>
    private static bool TryTakeThree(ReadOnlySpan<byte> text, in DigitGroups groups, Span<DigitGroup> parts)
    {
        parts[0] = groups[0];
        if (groups.Count >= 3 && groups.AreJoinedBy(3, "-/."u8))
        {
            (parts[1], parts[2]) = (groups[1], groups[2]);
            return true;
        }

        for (var i = 1; i < 3; i++)
        {
            var at = parts[i - 1].End;
            if (at + 2 >= text.Length || text[at] != '.' || text[at + 1] != ' ' || !Edge.IsDigit(text[at + 2])) return false;
            parts[i] = new DigitGroup(at + 2, EndOfDigits(text, at + 2) - at - 2, (byte)'.');
        }

        return true;
    }

    // 12 March 1985, 12th of March, 1985, 12. März 1985, 12-Mar-1985, 12 de marzo de 1985
    private static bool TryReadWithMonthBehind(ReadOnlySpan<byte> text, in DigitGroup day, out int end)
    {
        end = day.End;
        if (day.Length > 2 || !IsDay(Value(text, day))) return false;
        SkipWord(text, ref end, Ordinals);
        SkipAny(text, ref end, ". -/"u8);
        SkipWord(text, ref end, Joins);
        if (!TrySkipMonth(text, ref end)) return false;
        SkipAny(text, ref end, "., -/"u8);
        SkipWord(text, ref end, Joins);
        return TrySkipYear(text, ref end);
    }

    // March 12, 1985
    private static bool TryReadWithMonthBefore(ReadOnlySpan<byte> text, in DigitGroup day, ref int start, out int end)
    {
        end = day.End;
        if (day.Length > 2 || !IsDay(Value(text, day))) return false;
        // Only so far back as the longest month and what parts it from the day: a row without spaces must not be read again at each of its digits.
        var from = Math.Max(0, start - MonthBefore);
        var wordEnd = from + text[from..start].TrimEnd(" ."u8).Length;
        var wordStart = from + text[from..wordEnd].LastIndexOfAny(" \n\t(,;:>*_\""u8) + 1;
        if (wordEnd == start || !IsMonthName(text[wordStart..wordEnd]) || (wordStart == from && Edge.IsWordBefore(text, from))) return false;
        SkipWord(text, ref end, Ordinals);
        SkipAny(text, ref end, ", "u8);
        if (!TrySkipYear(text, ref end)) return false;
        start = wordStart;
        return true;
    }

    private static bool TrySkipMonth(ReadOnlySpan<byte> text, ref int at)
    {
        var end = at;
        while (end < text.Length && end - at <= 12 && (Edge.IsLetter(text[end]) || text[end] >= 0x80)) end++;
        if (!IsMonthName(text[at..end])) return false;
        at = end;
        return true;
    }

    private static bool IsMonthName(ReadOnlySpan<byte> word)
    {
        foreach (var month in ContextWords.Months)
        {
            if (Context.Is(word, month.Text)) return true;
        }

        return false;
    }

    private static bool TrySkipYear(ReadOnlySpan<byte> text, ref int at)
    {
        var end = EndOfDigits(text, at);
        if (end - at != 4 || !IsYear(Value(text, new DigitGroup(at, 4, 0)), 4)) return false;
        at = end;
        return true;
    }

    private static void SkipAny(ReadOnlySpan<byte> text, ref int at, ReadOnlySpan<byte> characters)
    {
        for (var i = 0; i < 2 && at < text.Length && characters.Contains(text[at]); i++) at++;
    }

    private static void SkipWord(ReadOnlySpan<byte> text, ref int at, byte[][] words)
    {
        foreach (var word in words)
        {
            if (at + word.Length > text.Length || !Context.Is(text.Slice(at, word.Length), word)) continue;
            at += word.Length;
            return;
        }
    }

    private static int EndOfDigits(ReadOnlySpan<byte> text, int at)
    {
        var end = at;
        while (end < text.Length && end - at < 5 && Edge.IsDigit(text[end])) end++;
        return end;
    }

    private static int Value(ReadOnlySpan<byte> text, in DigitGroup group)
    {
        var value = 0;
        foreach (var digit in text.Slice(group.Start, Math.Min(group.Length, 5))) value = (value * 10) + digit - '0';
        return value;
    }

    private static bool IsDay(int value) => value is >= 1 and <= 31;

    private static bool IsMonth(int value) => value is >= 1 and <= 12;

    private static bool IsYear(int value, int digits) => digits == 2 || (digits == 4 && value is >= 1900 and <= 2099);
}
