using System.Security.Cryptography;
using TenantGateway.Core.Cryptography;
using TenantGateway.Core.Tests.Vectors;

namespace TenantGateway.Core.Tests.Cryptography;

public class KeyDerivationTests
{
    private const string Hkdf = "hkdf_sha256_test.json";
    private const string Hmac = "hmac_sha256_test.json";

    private static readonly byte[] Key = AesSivCiphers.Pattern(64);

    [Fact]
    public void DerivedKey_IsHkdfSha512OfContextAndPurpose()
    {
        // RFC 5869 sections 2.2 and 2.3 by hand: no salt is a salt of HashLen zeros.
        var extracted = HMACSHA512.HashData(new byte[64], Key);
        var first = HMACSHA512.HashData(extracted, (byte[])[.. "TenantGateway v1 token"u8, 1]);
        var second = HMACSHA512.HashData(extracted, (byte[])[.. first, .. "TenantGateway v1 token"u8, 2]);
        Assert.Equal([.. first, .. second[..36]], Derive("token", 100));
    }

    [Fact]
    public void OtherPurpose_GivesAnotherKey() => Assert.NotEqual(Derive("token", 64), Derive("handle", 64));

    [Theory]
    [InlineData("tokén")]
    [InlineData("токен")]
    public void PurposeThatIsNotAscii_IsRefused(string purpose) => Assert.Throws<ArgumentException>(() => Derive(purpose, 64));

    [Fact]
    public void ShortKeyOrImpossibleLength_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => KeyDerivation.Derive(new byte[31], "token", new byte[64]));
        Assert.Throws<ArgumentException>(() => Derive("token", 0));
        Assert.ThrowsAny<ArgumentException>(() => Derive("token", (255 * 64) + 1));
    }

    // The framework's HKDF is one code for every hash; the vectors at hand are those of SHA-256.
    [VectorFact(Hkdf)]
    public void WycheproofHkdf_IsMet() => VectorFile.AssertAll(Hkdf, test =>
    {
        if (test.Number("size") > 255 * 32)
        {
            Assert.ThrowsAny<ArgumentException>(() => Extend(test));
            return !test.IsValid;
        }

        return Extend(test).AsSpan().SequenceEqual(test.Bytes("okm")) == test.IsValid;
    });

    [VectorFact(Hmac)]
    public void WycheproofHmac_IsMet() => VectorFile.AssertAll(Hmac, test =>
    {
        var mac = HMACSHA256.HashData(test.Bytes("key"), test.Bytes("msg"));
        return CryptographicOperations.FixedTimeEquals(mac.AsSpan(0, test.GroupNumber("tagSize") / 8), test.Bytes("tag")) == test.IsValid;
    });

    private static byte[] Extend(VectorCase test) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, test.Bytes("ikm"), test.Number("size"), test.Bytes("salt"), test.Bytes("info"));

    private static byte[] Derive(string purpose, int length)
    {
        var derived = new byte[length];
        KeyDerivation.Derive(Key, purpose, derived);
        return derived;
    }
}
