using CsCheck;
using TenantGateway.Core.Cryptography;

namespace TenantGateway.Core.Tests.Cryptography;

/// <summary>Our cipher on AES-NI against BouncyCastle's.</summary>
public class AesSivDifferentialTests
{
    [AesNiFact]
    public void EveryLengthTo300WithZeroToFourAssociatedStrings_GivesTheSameBytes()
    {
        var key = AesSivCiphers.Pattern(64, "key");
        using var x86 = AesSivCiphers.Open(AesSivCiphers.X86, key);
        using var portable = AesSivCiphers.Open(AesSivCiphers.Portable, key);
        for (var length = 0; length <= 300; length++)
        {
            for (var strings = 0; strings <= 4; strings++)
            {
                byte[][] associatedData = [.. Enumerable.Range(0, strings).Select(i => AesSivCiphers.Pattern((length * (i + 1)) % 70, $"{i}"))];
                AssertSame(x86, portable, associatedData, AesSivCiphers.Pattern(length, $"{length}"));
            }
        }
    }

    [AesNiFact]
    public void ArbitraryKeysAndTexts_GiveTheSameBytes()
    {
        var key = Gen.OneOf(Gen.Byte.Array[32], Gen.Byte.Array[48], Gen.Byte.Array[64]);
        Gen.Select(key, Gen.Byte.Array[0, 80].Array[0, 5], Gen.Byte.Array[0, 2000]).Sample((k, associatedData, text) =>
        {
            using var x86 = AesSivCiphers.Open(AesSivCiphers.X86, k);
            using var portable = AesSivCiphers.Open(AesSivCiphers.Portable, k);
            AssertSame(x86, portable, associatedData, text);
        });
    }

    [AesNiTheory]
    [InlineData(65536)]
    [InlineData(1_000_003)]
    public void LongText_GivesTheSameBytes(int length)
    {
        var key = AesSivCiphers.Pattern(64);
        using var x86 = AesSivCiphers.Open(AesSivCiphers.X86, key);
        using var portable = AesSivCiphers.Open(AesSivCiphers.Portable, key);
        AssertSame(x86, portable, [AesSivCiphers.Pattern(length)], AesSivCiphers.Pattern(length, "text"));
    }

    // The counter starts with everything set that RFC 5297 lets be set, so that it carries across its low 31 bits; SIV reaches this once in 2^31 texts.
    [AesNiTheory]
    [InlineData("ffffffffffffffffffffffffffffffff")]
    [InlineData("000000000000000000000000fffffffe")]
    [InlineData("00000000000000007ffffffffffffffe")]
    public void CounterThatCarries_GivesTheSameBytes(string iv)
    {
        var key = AesSivCiphers.Pattern(64);
        var start = System.Runtime.Intrinsics.Vector128.Create<byte>(Convert.FromHexString(iv));
        var (ours, theirs) = (new byte[150], new byte[150]);
        using var x86 = AesSivCiphers.Create(AesSivCiphers.X86, key);
        using var portable = AesSivCiphers.Create(AesSivCiphers.Portable, key);
        x86.Ctr(start, ours, ours);
        portable.Ctr(start, theirs, theirs);
        Assert.Equal(theirs, ours);
    }

    private static void AssertSame(AesSiv x86, AesSiv portable, byte[][] associatedData, byte[] text)
    {
        var state = x86.Absorb(associatedData);
        var oracle = portable.Absorb(associatedData);
        var sealedText = x86.Seal(state, text);
        Assert.Equal(portable.Seal(oracle, text), sealedText);
        Assert.Equal(text, x86.TryOpen(state, sealedText));
        Assert.Equal(text, portable.TryOpen(oracle, sealedText));
    }
}
