namespace TenantGateway.Core.Detection;

/// <summary>Payment card numbers (ISO/IEC 7812): 12 to 19 digits that start as a network's do, in one piece or in printed groups, with the right check digit.</summary>
internal static class PaymentCardDetector
{
    private const int MinDigits = 12;
    private const int MaxDigits = 19;

    public static bool TryFind(ReadOnlySpan<byte> text, in DigitGroups groups, out Finding finding)
    {
        finding = default;
        if (Edge.IsWordBefore(text, groups[0].Start)) return false;
        Span<byte> buffer = stackalloc byte[MaxDigits];
        for (var count = Math.Min(groups.Count, 5); count > 0; count--)
        {
            var digits = groups.Digits(count);
            if (digits is < MinDigits or > MaxDigits || !IsPrintedSo(groups, count)) continue;
            var end = groups[count - 1].End;
            var number = groups.CopyDigits(text, count, buffer);
            if (Edge.IsWordAfter(text, end) || !IsOfANetwork(number) || !CheckDigits.Luhn(number)) continue;
            finding = new Finding(PersonalDataKind.PaymentCard, groups[0].Start, end - groups[0].Start);
            return true;
        }

        return false;
    }

    // 4-4-4-4, 4-4-4-4-3, 4-6-5, 4-6-4.
    private static bool IsPrintedSo(in DigitGroups groups, int count)
    {
        if (count == 1) return true;
        if (count < 3 || groups[0].Length != 4 || !groups.AreJoinedBy(count, " -"u8)) return false;
        if (count == 3 && groups[1].Length == 6) return groups[2].Length is 4 or 5;
        for (var i = 1; i < count - 1; i++)
        {
            if (groups[i].Length != 4) return false;
        }

        return groups[count - 1].Length <= 4;
    }

    private static bool IsOfANetwork(ReadOnlySpan<byte> number)
    {
        var start = 0;
        foreach (var digit in number[..4]) start = (start * 10) + digit - '0';
        return start switch
        {
            >= 4000 and <= 4999 => number.Length is 13 or 16 or 19, // Visa
            >= 5100 and <= 5599 or >= 2221 and <= 2720 => number.Length == 16, // Mastercard
            >= 3400 and <= 3499 or >= 3700 and <= 3799 => number.Length == 15, // American Express
            >= 3000 and <= 3059 or 3095 or >= 3600 and <= 3699 or >= 3800 and <= 3999 => number.Length is 14 or 16, // Diners
            >= 3500 and <= 3599 => number.Length >= 16, // JCB has 3528 to 3589, and nobody else the rest
            1800 or 2131 => number.Length == 15, // JCB
            >= 5000 and <= 5099 or >= 5600 and <= 5899 or >= 6000 and <= 6999 => true, // Maestro, Discover, UnionPay, RuPay
            >= 8100 and <= 8299 => number.Length == 16, // RuPay, UnionPay
            _ => false,
        };
    }
}
