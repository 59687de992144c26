using TenantGateway.Core.Cryptography;

namespace TenantGateway.Core.Tests.Cryptography;

public class Ff1Tests
{
    private static readonly byte[] Key = AesSivCiphers.Pattern(Ff1.KeySize, "ff1");
    private static readonly Ff1Domain Decimal10 = new(10, 10);

    public static TheoryData<string> Ciphers => AesSivCiphers.Names;

    [Theory]
    [MemberData(nameof(Ciphers))]
    public void PublishedSamples_AreMet(string cipher)
    {
        foreach (var answer in KnownPermutation.OfFf1)
        {
            using var ff1 = Ff1Ciphers.Open(cipher, Convert.FromHexString(answer.Key));
            var domain = new Ff1Domain(answer.Radix, answer.Plain.Length);
            var tweak = Convert.FromHexString(answer.Tweak);
            var image = ff1.Encrypted(domain, tweak, KnownPermutation.Numerals(answer.Plain));
            Assert.Equal(KnownPermutation.Numerals(answer.Encrypted), image);
            Assert.Equal(KnownPermutation.Numerals(answer.Plain), ff1.Decrypted(domain, tweak, image));
        }
    }

    // 10^6 is the whole domain: if no image comes twice, each comes once.
    [AesNiFact]
    public void SmallestDomain_IsPermuted()
    {
        using var ff1 = new Ff1(Key);
        var domain = new Ff1Domain(10, 6);
        var seen = new bool[Ff1Domain.MinSize];
        Span<byte> numerals = stackalloc byte[6];
        for (var i = 0; i < seen.Length; i++)
        {
            Digits(i, numerals);
            ff1.Encrypt(domain, [], numerals);
            var image = 0;
            foreach (var digit in numerals) image = (image * 10) + digit;
            Assert.False(seen[image], $"{i} shares its image {image}.");
            seen[image] = true;
        }
    }

    [Theory]
    [MemberData(nameof(Ciphers))]
    public void LeadingZeros_AreDigitsLikeOthers(string cipher)
    {
        using var ff1 = Ff1Ciphers.Open(cipher, Key);
        foreach (var length in (int[])[6, 7, 10, 19, 40])
        {
            var domain = new Ff1Domain(10, length);
            for (var zeros = 0; zeros <= length; zeros++)
            {
                byte[] numerals = [.. new byte[zeros], .. Enumerable.Repeat((byte)7, length - zeros)];
                var image = ff1.Encrypted(domain, [1], numerals);
                Assert.Equal(length, image.Length);
                Assert.Equal(numerals, ff1.Decrypted(domain, [1], image));
            }
        }
    }

    [Fact]
    public void OtherTweakOrKey_IsAnotherPermutation()
    {
        using var ff1 = new Ff1(Key);
        using var other = new Ff1(AesSivCiphers.Pattern(Ff1.KeySize, "other"));
        var plain = new byte[10];
        byte[][] images = [ff1.Encrypted(Decimal10, [], plain), ff1.Encrypted(Decimal10, [0], plain), ff1.Encrypted(Decimal10, [0, 0], plain), other.Encrypted(Decimal10, [], plain)];
        Assert.Equal(images.Length, images.DistinctBy(Convert.ToHexString).Count());
    }

    [Theory]
    [InlineData(10, 5)]
    [InlineData(36, 3)]
    [InlineData(62, 3)]
    [InlineData(2, 19)]
    [InlineData(256, 2)]
    public void DomainBelowAMillion_IsRefused(int radix, int length)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Ff1Domain(radix, length));
        Assert.Equal(length + 1, new Ff1Domain(radix, length + 1).Length);
    }

    [Theory]
    [InlineData(1, 100)]
    [InlineData(0, 100)]
    [InlineData(-10, 100)]
    [InlineData(257, 100)]
    [InlineData(10, 1)]
    [InlineData(10, 0)]
    [InlineData(10, -6)]
    [InlineData(10, Ff1Domain.MaxLength + 1)]
    public void DomainOutOfBounds_IsRefused(int radix, int length) => Assert.Throws<ArgumentOutOfRangeException>(() => new Ff1Domain(radix, length));

    [Theory]
    [MemberData(nameof(Ciphers))]
    public void ArgumentsThatAreNone_AreRefused(string cipher)
    {
        using var ff1 = Ff1Ciphers.Open(cipher, Key);
        Assert.Throws<ArgumentException>(() => ff1.Encrypt(default, [], new byte[10]));
        Assert.Throws<ArgumentException>(() => ff1.Encrypt(Decimal10, [], new byte[9]));
        Assert.Throws<ArgumentException>(() => ff1.Decrypt(Decimal10, [], new byte[11]));
        Assert.Throws<ArgumentException>(() => ff1.Encrypt(Decimal10, [], [0, 1, 2, 3, 4, 5, 6, 7, 8, 10]));
        Assert.Throws<ArgumentException>(() => ff1.Decrypt(Decimal10, [], [255, 1, 2, 3, 4, 5, 6, 7, 8, 9]));
        Assert.Throws<ArgumentException>(() => ff1.Encrypt(Decimal10, new byte[Ff1.MaxTweakSize + 1], new byte[10]));
        Assert.Equal(new byte[10], ff1.Decrypted(Decimal10, new byte[Ff1.MaxTweakSize], ff1.Encrypted(Decimal10, new byte[Ff1.MaxTweakSize], new byte[10])));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(16)]
    [InlineData(31)]
    [InlineData(33)]
    public void KeyOfAnotherSize_IsRefused(int size) => Assert.Throws<ArgumentException>(() => new Ff1(new byte[size]));

    [Theory]
    [MemberData(nameof(Ciphers))]
    public void UseAfterDispose_Throws(string cipher)
    {
        var ff1 = Ff1Ciphers.Open(cipher, Key);
        ff1.Dispose();
        ff1.Dispose();
        Assert.Throws<ObjectDisposedException>(() => ff1.Encrypt(Decimal10, [], new byte[10]));
        Assert.Throws<ObjectDisposedException>(() => ff1.Decrypt(Decimal10, [], new byte[10]));
    }

    [Theory]
    [MemberData(nameof(Ciphers))]
    public async Task DisposeInTheMiddle_NeverEncryptsUnderAnotherKey(string cipher)
    {
        for (var round = 0; round < 100; round++)
        {
            var ff1 = Ff1Ciphers.Open(cipher, Key);
            var expected = ff1.Encrypted(Decimal10, [], new byte[10]);
            using var started = new SemaphoreSlim(0);
            var encrypting = Task.Run(() =>
            {
                for (var first = true; ; first = false)
                {
                    var numerals = new byte[10];
                    try
                    {
                        ff1.Encrypt(Decimal10, [], numerals);
                    }
                    catch (ObjectDisposedException)
                    {
                        return numerals;
                    }

                    if (!numerals.AsSpan().SequenceEqual(expected)) return numerals;
                    if (first) started.Release();
                }
            });
            await started.WaitAsync();
            ff1.Dispose();
            Assert.Equal(new byte[10], await encrypting);
        }
    }

    [AesNiTheory]
    [InlineData(10, 10)]
    [InlineData(10, 55)]
    [InlineData(62, 32)]
    public void EncryptAndDecrypt_AllocateNothingOnAesNi(int radix, int length)
    {
        using var ff1 = new Ff1(Key);
        var domain = new Ff1Domain(radix, length);
        var (tweak, numerals) = (new byte[40], new byte[length]);
        ff1.Encrypt(domain, tweak, numerals);
        ff1.Decrypt(domain, tweak, numerals);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            ff1.Encrypt(domain, tweak, numerals);
            ff1.Decrypt(domain, tweak, numerals);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void Digits(int number, Span<byte> digits)
    {
        for (var i = digits.Length - 1; i >= 0; i--, number /= 10) digits[i] = (byte)(number % 10);
    }
}
