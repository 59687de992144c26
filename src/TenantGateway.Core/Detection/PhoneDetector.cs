namespace TenantGateway.Core.Detection;

/// <summary>
/// Phone numbers. International (+, 00) and the national forms that are hardly anything else (North American 3-3-4, a trunk zero, Indian mobiles) are found alone;
/// other rows of digits only where the words around speak of a phone, and no nearer ones of something else.
/// </summary>
internal static class PhoneDetector
{
    private const int MinDigits = 7;
    private const int MaxDigits = 15;
    private const int Behind = 12;

    public static bool TryFind(ReadOnlySpan<byte> text, in DigitGroups groups, out Finding finding)
    {
        finding = default;
        var start = groups[0].Start;
        var isInternational = start > 0 && text[start - 1] == '+';
        if (isInternational) start--;
        var isParenthesised = start > 0 && text[start - 1] == '(';
        if (isParenthesised && groups.Count > 1 && groups[1].Separator == ')') start--;
        else isParenthesised = false;
        if (!CanStart(text, start)) return false;

        Nearby? nearby = null;
        for (var count = LongestPrefix(groups, isInternational); count > 0; count--)
        {
            var digits = groups.Digits(count);
            if (digits < MinDigits) return false;
            var end = groups[count - 1].End;
            if (digits > MaxDigitsOf(text, start, isInternational) || !CanEnd(text, end, out var withExtension)) continue;
            if (!(isInternational ? IsInternational(text, groups, digits) : IsNational(text, groups, count, digits, start, withExtension, isParenthesised, ref nearby))) continue;
            finding = new Finding(PersonalDataKind.Phone, start, withExtension - start);
            return true;
        }

        return false;
    }

    // +1 and +7 have eleven digits; what follows a number with a space must not be taken for its end.
    private static int MaxDigitsOf(ReadOnlySpan<byte> text, int start, bool isInternational) =>
        isInternational && (text[start..].TrimStart("(+"u8)[0] is (byte)'1' or (byte)'7') ? 11 : MaxDigits;

    private static bool CanStart(ReadOnlySpan<byte> text, int start)
    {
        if (start == 0) return true;
        if (Edge.IsWordBefore(text, start) || text[start - 1] is (byte)'#' or (byte)'$' or (byte)'=' or (byte)'%' or (byte)'+') return false;
        // -12, 1.12 and /12 go on from something; a dash after a space is a list's.
        return text[start - 1] is not ((byte)'-' or (byte)'.' or (byte)'/' or (byte)',') || start == 1 || !(Edge.IsWordBefore(text, start - 1) || text[start - 2] == '/');
    }

    private static bool CanEnd(ReadOnlySpan<byte> text, int end, out int withExtension)
    {
        withExtension = EndOfExtension(text, end);
        if (withExtension > end) return true;
        if (end < text.Length && text[end] == '%') return false;
        return !Edge.IsWordAfter(text, end) && !(Edge.NumberGoesOn(text, end) && (text[end] is (byte)'.' or (byte)'-'));
    }

    // x4587, ext. 12, ext 12, Durchwahl -12 does not differ from a number that goes on.
    private static int EndOfExtension(ReadOnlySpan<byte> text, int end)
    {
        var at = end;
        if (at < text.Length && text[at] == ' ') at++;
        if (at + 3 <= text.Length && Context.Is(text.Slice(at, 3), "ext"u8)) at += 3;
        else if (at < text.Length && (text[at] | 0x20) == 'x') at++;
        else return end;
        while (at < text.Length && (text[at] is (byte)'.' or (byte)' ' or (byte)':')) at++;
        var digits = at;
        while (at < text.Length && at - digits < 6 && Edge.IsDigit(text[at])) at++;
        return at > digits && at - digits <= 5 && !Edge.IsWordAfter(text, at) ? at : end;
    }

    /// <summary>How many groups can belong to one number: one kind of separator, but for the first ones, which set a country or area apart.</summary>
    private static int LongestPrefix(in DigitGroups groups, bool isInternational)
    {
        var count = 1;
        var usual = (byte)0;
        for (; count < groups.Count; count++)
        {
            var separator = groups[count].Separator;
            if (isInternational && separator != '/') continue;
            var setsApart = separator is (byte)'(' or (byte)')' || (count == 1 && IsTrunkOrCountry(groups[0].Length, groups));
            if (setsApart) continue;
            if (usual == 0) usual = separator;
            if (separator != usual) break;
        }

        return count;
    }

    private static bool IsTrunkOrCountry(int length, in DigitGroups groups) =>
        length <= 5 && groups.Count > 1 && (groups[1].Separator is (byte)' ' or (byte)'/' or (byte)'-');

    private static bool IsInternational(ReadOnlySpan<byte> text, in DigitGroups groups, int digits) => text[groups[0].Start] != '0' && digits >= 8;

    private static bool IsNational(ReadOnlySpan<byte> text, in DigitGroups groups, int count, int digits, int start, int end, bool isParenthesised, ref Nearby? nearby)
    {
        // The words before are the same for every count of groups, and the dearest to look for.
        nearby ??= new Nearby(Context.DistanceBefore(text, start, ContextWords.Phone), Context.DistanceBefore(text, start, ContextWords.OtherNumber, window: 24));
        var (phone, other) = nearby.Value;
        if (other < phone) return false;
        var named = phone < int.MaxValue || Context.IsAfter(text, end, ContextWords.PhoneBehind, Behind);
        if (named) return count > 1 || digits is >= MinDigits and <= 13;
        return IsNorthAmerican(text, groups, count, isParenthesised) || IsWithTrunkZero(text, groups, count, digits) || IsIndianMobile(text, groups, count, digits);
    }

    // 212-555-0143, 212.555.0143, (212) 555-0143, 1-212-555-0143, 001-212-555-0143
    private static bool IsNorthAmerican(ReadOnlySpan<byte> text, in DigitGroups groups, int count, bool isParenthesised)
    {
        var first = count == 4 && (groups[0].Length == 1 && text[groups[0].Start] == '1' || groups[0].Length == 3 && text.Slice(groups[0].Start, 3).SequenceEqual("001"u8)) ? 1 : 0;
        return count - first == 3 && groups[first].Length == 3 && groups[first + 1].Length == 3 && groups[first + 2].Length == 4
            && text[groups[first].Start] >= '2' && (isParenthesised || groups[first + 1].Separator != ' ' || groups[first + 2].Separator != '.');
    }

    // 020 7946 0958, 07700900123, 01 84 17 61 18, 030/1234567, (08) 8747 6301, 0044 20 7946 0958
    private static bool IsWithTrunkZero(ReadOnlySpan<byte> text, in DigitGroups groups, int count, int digits)
    {
        var start = groups[0].Start;
        // In the middle of a longer row of digits a zero is only a zero.
        if (text[start] != '0' || (start > 1 && text[start - 1] == ' ' && Edge.IsDigit(text[start - 2]))) return false;
        if (text[start + 1] == '0') return digits is >= 10 and <= MaxDigits && groups[0].Length >= 4;
        if (count == 1) return digits is 10 or 11;
        return digits is >= 9 and <= 12 && groups[0].Length <= 6 && groups[count - 1].Length >= 2;
    }

    // 98765 43210, 98765-43210, 9876543210
    private static bool IsIndianMobile(ReadOnlySpan<byte> text, in DigitGroups groups, int count, int digits) =>
        digits == 10 && text[groups[0].Start] >= '6' && (count == 1 || (count == 2 && groups[0].Length == 5 && (groups[1].Separator is (byte)' ' or (byte)'-')));

    /// <summary>How far before a number words for phones and for other numbers end.</summary>
    private readonly record struct Nearby(int Phone, int Other);
}
