using TenantGateway.Core.Cryptography;

namespace TenantGateway.Core.Tests.Cryptography;

public class KnownAnswerTestsTests
{
    public static TheoryData<string> Ciphers => AesSivCiphers.Names;

    [Fact]
    public void ThisMachine_Passes() => KnownAnswerTests.Run();

    [Theory]
    [MemberData(nameof(Ciphers))]
    public void EachImplementation_Passes(string cipher) => KnownAnswerTests.Run(key => AesSivCiphers.Create(cipher, key), key => Ff1Ciphers.Create(cipher, key));

    [Theory]
    [InlineData(0, "AES-256-CMAC (SP 800-38B D.3)")]
    [InlineData(31, "AES-256-CMAC (SP 800-38B D.3)")]
    [InlineData(32, "AES-SIV (64-byte key)")]
    [InlineData(63, "AES-SIV (64-byte key)")]
    public void CipherWithOneWrongBit_IsNamed(int keyByte, string primitive)
    {
        var failure = Assert.Throws<CryptographicSelfTestException>(() => KnownAnswerTests.Run(key =>
        {
            if (key.Length > keyByte && key.Length == AesSiv.KeySize) key[keyByte] ^= 1;
            return AesSivCipher.ForThisMachine(key);
        }, Ff1OfThisMachine));
        Assert.Equal(primitive, failure.Primitive);
        Assert.Contains(primitive, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(15, 16, "FF1 (SP 800-38G sample 1)")]
    [InlineData(23, 24, "FF1 (SP 800-38G sample 4)")]
    [InlineData(31, 32, "FF1 (SP 800-38G sample 7)")]
    public void PermutationWithOneWrongBit_IsNamed(int keyByte, int keySize, string primitive)
    {
        var failure = Assert.Throws<CryptographicSelfTestException>(() => KnownAnswerTests.Run(key => AesSivCipher.ForThisMachine(key), key =>
        {
            if (key.Length == keySize) key[keyByte] ^= 1;
            return Ff1OfThisMachine(key);
        }));
        Assert.Equal(primitive, failure.Primitive);
    }

    private static Ff1Cipher Ff1OfThisMachine(byte[] key) => Ff1Cipher.ForThisMachine(key);
}
