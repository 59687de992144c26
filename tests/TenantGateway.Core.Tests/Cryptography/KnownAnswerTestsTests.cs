using TenantGateway.Core.Cryptography;

namespace TenantGateway.Core.Tests.Cryptography;

public class KnownAnswerTestsTests
{
    public static TheoryData<string> Ciphers => AesSivCiphers.Names;

    [Fact]
    public void ThisMachine_Passes() => KnownAnswerTests.Run();

    [Theory]
    [MemberData(nameof(Ciphers))]
    public void EachImplementation_Passes(string cipher) => KnownAnswerTests.Run(key => AesSivCiphers.Create(cipher, key));

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
        }));
        Assert.Equal(primitive, failure.Primitive);
        Assert.Contains(primitive, failure.Message, StringComparison.Ordinal);
    }
}
