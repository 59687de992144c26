namespace TenantGateway.Core.Cryptography;

/// <summary>
/// The numeral strings that an FF1 permutation maps onto themselves: all strings of one length over one radix. Made once and kept; it holds what each
/// operation needs of it.
/// </summary>
/// <remarks>
/// SP 800-38G Rev. 1 demands radix^length of at least a million, as smaller domains can be searched and fell to attacks on their few rounds; there is no way to
/// make a smaller one here.
/// </remarks>
public readonly record struct Ff1Domain
{
    /// <summary>The fewest strings that a domain may have (SP 800-38G Rev. 1 section 5.1).</summary>
    public const int MinSize = 1_000_000;

    /// <summary>The largest radix: a numeral is a byte.</summary>
    public const int MaxRadix = 256;

    /// <summary>The longest string. The standard has 2^32; nothing here is near.</summary>
    public const int MaxLength = 1024;

    // Half a string below 2^96 goes with its round number into one block, and needs no more than one block of pseudorandom bytes.
    private const int MaxBitsOfOneBlock = 96;

    /// <param name="radix">2 to <see cref="MaxRadix"/>.</param>
    /// <param name="length">Numerals in a string: 2 to <see cref="MaxLength"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">Radix or length are out of bounds, or the domain has fewer than <see cref="MinSize"/> strings.</exception>
    public Ff1Domain(int radix, int length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(radix, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(radix, MaxRadix);
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, MaxLength);
        if (SizeAtMost(radix, length, MinSize) < MinSize)
        {
            throw new ArgumentOutOfRangeException(nameof(length), length, $"A domain has {MinSize} strings or more.");
        }

        Radix = radix;
        Length = length;
        var limit = UInt128.One << MaxBitsOfOneBlock;
        RightSize = SizeAtMost(radix, length - (length / 2), limit + UInt128.One);
        FitsOneBlock = RightSize <= limit;
        if (!FitsOneBlock) return;
        LeftSize = SizeAtMost(radix, length / 2, limit);
        HalfBytes = (BitsOf(RightSize - UInt128.One) + 7) / 8;
    }

    public int Radix { get; }

    public int Length { get; }

    /// <summary>True where each half of a string is a number below 2^96.</summary>
    internal bool FitsOneBlock { get; }

    /// <summary>radix^u, the number of left halves; u is half the length, rounded down. Only where <see cref="FitsOneBlock"/>.</summary>
    internal UInt128 LeftSize { get; }

    /// <summary>radix^v, the number of right halves; v is half the length, rounded up. Only where <see cref="FitsOneBlock"/>.</summary>
    internal UInt128 RightSize { get; }

    /// <summary>The standard's b: the bytes that hold any right half. Only where <see cref="FitsOneBlock"/>.</summary>
    internal int HalfBytes { get; }

    /// <summary>radix^length, or a limit where it is larger.</summary>
    private static UInt128 SizeAtMost(int radix, int length, UInt128 limit)
    {
        var size = UInt128.One;
        for (var i = 0; i < length && size < limit; i++) size *= (uint)radix;
        return UInt128.Min(size, limit);
    }

    private static int BitsOf(UInt128 number) => 128 - (int)UInt128.LeadingZeroCount(number);
}
