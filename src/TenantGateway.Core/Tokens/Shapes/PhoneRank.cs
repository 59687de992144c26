namespace TenantGateway.Core.Tokens.Shapes;

/// <summary>
/// Numbers the E.164 numbers that a phone shape can hold: all of 7 to 11 digits, and those of twelve digits whose country has numbers that long.
/// </summary>
/// <remarks>
/// All numbers of twelve digits would take the whole shape and leave no room for a second slot. So the countries' codes are listed, a billion ranks for each three
/// digits that a number may start with. <b>The list and its order are part of the format</b>; there is room for three more codes at the end.
/// </remarks>
internal static class PhoneRank
{
    public const int MaxDigits = 12;

    private const int MinDigits = 7;
    private const ulong Short = 100_000_000_000;
    private const ulong Block = 1_000_000_000;

    // Countries of two digits have all ten three-digit starts. 20 Egypt, 30 Greece, 39 Italy, 43 Austria, 44 United Kingdom, 46 Sweden, 49 Germany, 52 Mexico,
    // 54 Argentina, 55 Brazil, 57 Colombia, 58 Venezuela, 60 Malaysia, 62 Indonesia, 63 Philippines, 64 New Zealand, 81 Japan, 82 Korea, 84 Vietnam, 86 China,
    // 90 Turkey, 91 India, 92 Pakistan, 95 Myanmar, 98 Iran.
    private static ReadOnlySpan<byte> TwoDigitCodes => [20, 30, 39, 43, 44, 46, 49, 52, 54, 55, 57, 58, 60, 62, 63, 64, 81, 82, 84, 86, 90, 91, 92, 95, 98];

    // Assigned codes of three digits, less those of the Pacific, whose numbers are short.
    private static ReadOnlySpan<short> ThreeDigitCodes =>
    [
        211, 212, 213, 216, 218, 220, 221, 222, 223, 224, 225, 226, 227, 228, 229, 230, 231, 232, 233, 234, 235, 236, 237, 238, 239, 240, 241, 242, 243, 244, 245, 246, 247,
        248, 249, 250, 251, 252, 253, 254, 255, 256, 257, 258, 260, 261, 262, 263, 264, 265, 266, 267, 268, 269, 290, 291, 297, 298, 299,
        350, 351, 352, 353, 354, 355, 356, 357, 358, 359, 370, 371, 372, 373, 374, 375, 376, 377, 378, 379, 380, 381, 382, 383, 385, 386, 387, 389, 420, 421, 423,
        500, 501, 502, 503, 504, 505, 506, 507, 508, 509, 590, 591, 592, 593, 594, 595, 596, 597, 598, 599,
        800, 808, 850, 852, 853, 855, 856, 880, 886, 888,
        960, 961, 962, 963, 964, 965, 966, 967, 968, 970, 971, 972, 973, 974, 975, 976, 977, 992, 993, 994, 995, 996, 998,
    ];

    private static readonly short[] Starts = ListStarts();

    private static readonly short[] PlaceOf = ListPlaces();

    /// <summary>The number of ranks.</summary>
    public static ulong Count => Short + ((ulong)Starts.Length * Block);

    /// <param name="digits">ASCII digits, the first not zero.</param>
    /// <param name="rank">Below <see cref="Count"/>.</param>
    /// <returns>False where the number has no rank.</returns>
    public static bool TryRank(ReadOnlySpan<byte> digits, out ulong rank)
    {
        rank = 0;
        if (digits.Length is < MinDigits or > MaxDigits || !Numerals.TryParse(digits, out var number)) return false;
        rank = number;
        if (digits.Length < MaxDigits) return true;
        var place = PlaceOf[(int)(number / Block)];
        rank = Short + ((ulong)place * Block) + (number % Block);
        return place >= 0;
    }

    /// <summary>Writes the digits of the number that has a rank; false where none has it.</summary>
    public static bool TryUnrank(ulong rank, Span<byte> digits, out int written)
    {
        written = 0;
        if (rank >= Count) return false;
        var number = rank;
        if (rank >= Short)
        {
            var (place, rest) = Math.DivRem(rank - Short, Block);
            number = ((ulong)Starts[place] * Block) + rest;
        }

        var length = 0;
        for (var left = number; left > 0; left /= 10) length++;
        if (length < MinDigits) return false;
        Numerals.Format(number, digits[..length]);
        if (digits.StartsWith("999"u8)) return false;
        written = length;
        return true;
    }

    private static short[] ListStarts()
    {
        var starts = new List<short>();
        foreach (var code in TwoDigitCodes)
        {
            for (var next = 0; next < 10; next++) starts.Add((short)((code * 10) + next));
        }

        starts.AddRange(ThreeDigitCodes);
        return [.. starts];
    }

    private static short[] ListPlaces()
    {
        var places = new short[1000];
        Array.Fill(places, (short)-1);
        for (var place = 0; place < Starts.Length; place++) places[Starts[place]] = (short)place;
        return places;
    }
}
