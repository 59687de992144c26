namespace TenantGateway.Core.Tokens.Shapes;

/// <summary>Numbers as numerals of a radix, the most significant first, and as ASCII digits; always of the length that the span has.</summary>
internal static class Numerals
{
    public static void Write(ulong number, uint radix, Span<byte> numerals)
    {
        for (var i = numerals.Length - 1; i >= 0; i--)
        {
            (number, var numeral) = Math.DivRem(number, radix);
            numerals[i] = (byte)numeral;
        }
    }

    public static ulong Read(ReadOnlySpan<byte> numerals, uint radix)
    {
        ulong number = 0;
        foreach (var numeral in numerals) number = (number * radix) + numeral;
        return number;
    }

    public static void Format(ulong number, Span<byte> digits)
    {
        Write(number, 10, digits);
        foreach (ref var digit in digits) digit += (byte)'0';
    }

    /// <summary>False where anything is not a digit. At most 19 of them.</summary>
    public static bool TryParse(ReadOnlySpan<byte> digits, out ulong number)
    {
        number = 0;
        if (digits.ContainsAnyExceptInRange((byte)'0', (byte)'9')) return false;
        foreach (var digit in digits) number = (number * 10) + (uint)(digit - '0');
        return true;
    }
}
