using TenantGateway.Core.Cryptography;
using TenantGateway.Core.Tests.Vectors;

namespace TenantGateway.Core.Tests.Cryptography;

public class Ff1VectorTests
{
    private const string Radix10 = "aes_ff1_radix10_test.json";
    private const string Radix36 = "aes_ff1_radix36_test.json";
    private const string Radix62 = "aes_ff1_radix62_test.json";

    public static TheoryData<string> Ciphers => AesSivCiphers.Names;

    [VectorTheory(Radix10)]
    [MemberData(nameof(Ciphers))]
    public void WycheproofRadix10_IsMet(string cipher) => VectorFile.AssertAll(Radix10, test => Holds(cipher, test));

    [VectorTheory(Radix36)]
    [MemberData(nameof(Ciphers))]
    public void WycheproofRadix36_IsMet(string cipher) => VectorFile.AssertAll(Radix36, test => Holds(cipher, test));

    [VectorTheory(Radix62)]
    [MemberData(nameof(Ciphers))]
    public void WycheproofRadix62_IsMet(string cipher) => VectorFile.AssertAll(Radix62, test => Holds(cipher, test));

    private static bool Holds(string cipher, VectorCase test)
    {
        var (key, tweak, message) = (test.Bytes("key"), test.Bytes("tweak"), test.Numbers("msg"));
        if (key.Length is not (16 or 24 or 32))
        {
            Assert.Throws<ArgumentException>(() => Ff1Ciphers.Create(cipher, key));
            return !test.IsValid;
        }

        // The vectors are older than Rev. 1 and call domains from 100 strings on valid; they are refused as it demands.
        var radix = test.GroupNumber("radix");
        if (Math.Pow(radix, message.Length) < Ff1Domain.MinSize)
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => new Ff1Domain(radix, message.Length));
            return test.HasFlag("SmallMessageSize") || !test.IsValid;
        }

        using var ff1 = Ff1Ciphers.Open(cipher, key);
        var domain = new Ff1Domain(radix, message.Length);
        var numerals = message.Select(number => unchecked((byte)number)).ToArray();
        if (!test.IsValid)
        {
            Assert.Throws<ArgumentException>(() => ff1.Encrypt(domain, tweak, numerals));
            return true;
        }

        var image = test.Numbers("ct").Select(number => (byte)number).ToArray();
        return ff1.Encrypted(domain, tweak, numerals).AsSpan().SequenceEqual(image) && ff1.Decrypted(domain, tweak, image).AsSpan().SequenceEqual(numerals);
    }
}
