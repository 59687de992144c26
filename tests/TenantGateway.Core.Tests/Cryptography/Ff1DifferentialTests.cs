using CsCheck;
using TenantGateway.Core.Cryptography;

namespace TenantGateway.Core.Tests.Cryptography;

/// <summary>Our FF1 on AES-NI against BouncyCastle's.</summary>
public class Ff1DifferentialTests
{
    private const string Seed = "0N0XIzNsQ0O2";

    [AesNiFact]
    public void ArbitraryKeysDomainsAndTweaks_GiveTheSameNumerals()
    {
        var cases = Gen.Select(Gen.OneOf(Gen.Byte.Array[16], Gen.Byte.Array[24], Gen.Byte.Array[32]), Gen.Int[2, Ff1Domain.MaxRadix], Gen.Byte.Array[0, 50], Gen.Byte.Array[20, 70]);
        cases.Sample(
            (key, radix, tweak, bytes) => AssertSame(key, new Ff1Domain(radix, bytes.Length), tweak, [.. bytes.Select(b => (byte)(b % radix))]),
            seed: Seed,
            iter: 3000);
    }

    // Every length from the smallest to beyond the border between our arithmetic and BouncyCastle's, with the largest and smallest halves.
    [AesNiTheory]
    [InlineData(2)]
    [InlineData(10)]
    [InlineData(36)]
    [InlineData(62)]
    [InlineData(89)]
    [InlineData(256)]
    public void EveryLengthWithExtremeHalves_GivesTheSameNumerals(int radix)
    {
        var key = AesSivCiphers.Pattern(32, $"{radix}");
        var smallest = (int)Math.Ceiling(Math.Log(Ff1Domain.MinSize, radix));
        for (var length = smallest; length <= (radix == 2 ? 200 : 64); length++)
        {
            var domain = new Ff1Domain(radix, length);
            var largest = Enumerable.Repeat((byte)(radix - 1), length).ToArray();
            AssertSame(key, domain, [], largest);
            AssertSame(key, domain, AesSivCiphers.Pattern(length % 33), new byte[length]);
            AssertSame(key, domain, AesSivCiphers.Pattern(16), [.. new byte[length / 2], .. largest[(length / 2)..]]);
            AssertSame(key, domain, AesSivCiphers.Pattern(15), [.. largest[..(length / 2)], .. new byte[length - (length / 2)]]);
        }
    }

    private static void AssertSame(byte[] key, in Ff1Domain domain, byte[] tweak, byte[] numerals)
    {
        using var x86 = Ff1Ciphers.Open(AesSivCiphers.X86, key);
        using var portable = Ff1Ciphers.Open(AesSivCiphers.Portable, key);
        var image = x86.Encrypted(domain, tweak, numerals);
        Assert.Equal(portable.Encrypted(domain, tweak, numerals), image);
        Assert.Equal(numerals, x86.Decrypted(domain, tweak, image));
        Assert.Equal(portable.Decrypted(domain, tweak, numerals), x86.Decrypted(domain, tweak, numerals));
    }
}
