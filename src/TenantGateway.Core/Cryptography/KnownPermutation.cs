namespace TenantGateway.Core.Cryptography;

/// <summary>One string and its image under FF1: key and tweak in hexadecimal, numerals as <c>[0-9a-z]</c>.</summary>
internal sealed record KnownPermutation(string Primitive, string Key, string Tweak, int Radix, string Plain, string Encrypted)
{
    private const string Key128 = "2b7e151628aed2a6abf7158809cf4f3c";
    private const string Key192 = Key128 + "ef4359d8d580aa4f";
    private const string Key256 = Key192 + "7f036d6f04fc6a94";
    private const string DecimalTweak = "39383736353433323130";
    private const string WideTweak = "3737373770717273373737";

    /// <summary>NIST's nine "FF1samples" to SP 800-38G.</summary>
    public static IReadOnlyList<KnownPermutation> OfFf1 { get; } =
    [
        new("FF1 (SP 800-38G sample 1)", Key128, "", 10, "0123456789", "2433477484"),
        new("FF1 (SP 800-38G sample 2)", Key128, DecimalTweak, 10, "0123456789", "6124200773"),
        new("FF1 (SP 800-38G sample 3)", Key128, WideTweak, 36, "0123456789abcdefghi", "a9tv40mll9kdu509eum"),
        new("FF1 (SP 800-38G sample 4)", Key192, "", 10, "0123456789", "2830668132"),
        new("FF1 (SP 800-38G sample 5)", Key192, DecimalTweak, 10, "0123456789", "2496655549"),
        new("FF1 (SP 800-38G sample 6)", Key192, WideTweak, 36, "0123456789abcdefghi", "xbj3kv35jrawxv32ysr"),
        new("FF1 (SP 800-38G sample 7)", Key256, "", 10, "0123456789", "6657667009"),
        new("FF1 (SP 800-38G sample 8)", Key256, DecimalTweak, 10, "0123456789", "1001623463"),
        new("FF1 (SP 800-38G sample 9)", Key256, WideTweak, 36, "0123456789abcdefghi", "xs8a0azh2avyalyzuwd"),
    ];

    /// <summary>The numerals of a text of <c>[0-9a-z]</c>.</summary>
    public static byte[] Numerals(string text)
    {
        var numerals = new byte[text.Length];
        for (var i = 0; i < text.Length; i++) numerals[i] = (byte)(text[i] <= '9' ? text[i] - '0' : text[i] - 'a' + 10);
        return numerals;
    }
}
