namespace TenantGateway.Core.Detection;

/// <summary>IBANs (ISO 13616), in one piece or in printed groups of four, of every country of the registry.</summary>
internal static class IbanDetector
{
    private const int MaxLength = 34;

    // The country, then its length, of SWIFT's IBAN registry.
    private const string Registry =
        "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28 " +
        "IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 " +
        "RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30";

    private static readonly byte[] LengthOf = ReadRegistry();

    /// <param name="text">The whole text.</param>
    /// <param name="at">A digit that no digit precedes: the first check digit.</param>
    /// <param name="finding">The IBAN.</param>
    public static bool TryFind(ReadOnlySpan<byte> text, int at, out Finding finding)
    {
        finding = default;
        var start = at - 2;
        if (start < 0 || !Edge.IsLetter(text[start]) || !Edge.IsLetter(text[start + 1]) || Edge.IsWordBefore(text, start)) return false;
        var length = LengthOf[CountryAt(text[start], text[start + 1])];
        if (length == 0 || at + 1 >= text.Length || !Edge.IsDigit(text[at + 1])) return false;

        Span<byte> iban = stackalloc byte[MaxLength];
        var (end, collected) = (start, 0);
        while (collected < length)
        {
            // A space only where printed groups have one.
            if (end < text.Length && text[end] == ' ' && collected % 4 == 0 && collected > 0) end++;
            if (end >= text.Length || !(Edge.IsLetter(text[end]) || Edge.IsDigit(text[end]))) return false;
            iban[collected++] = text[end++];
        }

        if (Edge.IsWordAfter(text, end) || !CheckDigits.Mod97(iban[..length])) return false;
        finding = new Finding(PersonalDataKind.Iban, start, end - start);
        return true;
    }

    private static int CountryAt(int first, int second) => (((first | 0x20) - 'a') * 26) + (second | 0x20) - 'a';

    private static byte[] ReadRegistry()
    {
        var lengths = new byte[26 * 26];
        foreach (var entry in Registry.Split(' ')) lengths[CountryAt(entry[0], entry[1])] = byte.Parse(entry.AsSpan(2), System.Globalization.CultureInfo.InvariantCulture);
        return lengths;
    }
}
