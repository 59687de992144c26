using System.Runtime.Intrinsics.X86;
using TenantGateway.Core.Cryptography;

namespace TenantGateway.Core.Tests.Cryptography;

public class AesSivTests
{
    private static readonly byte[] Key = AesSivCiphers.Pattern(64, "key");

    public static TheoryData<string> Ciphers => AesSivCiphers.Names;

    [Theory]
    [MemberData(nameof(Ciphers))]
    public void AnyBitFlipped_IsRefused(string cipher)
    {
        using var siv = AesSivCiphers.Open(cipher, Key);
        var state = siv.Absorb("tenant"u8.ToArray());
        foreach (var length in (int[])[0, 1, 15, 16, 24, 40, 70])
        {
            var sealedText = siv.Seal(state, AesSivCiphers.Pattern(length));
            for (var bit = 0; bit < sealedText.Length * 8; bit++)
            {
                sealedText[bit / 8] ^= (byte)(1 << (bit % 8));
                Assert.Null(siv.TryOpen(state, sealedText));
                sealedText[bit / 8] ^= (byte)(1 << (bit % 8));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Ciphers))]
    public void AnyTruncation_IsRefused(string cipher)
    {
        using var siv = AesSivCiphers.Open(cipher, Key);
        var state = siv.Start();
        var sealedText = siv.Seal(state, AesSivCiphers.Pattern(40));
        for (var length = 0; length < sealedText.Length; length++) Assert.Null(siv.TryOpen(state, sealedText.AsSpan(0, length)));
    }

    [Theory]
    [MemberData(nameof(Ciphers))]
    public void OtherAssociatedData_IsRefused(string cipher)
    {
        using var siv = AesSivCiphers.Open(cipher, Key);
        var sealedText = siv.Seal(siv.Absorb([1, 2], [3]), AesSivCiphers.Pattern(24));
        Assert.Null(siv.TryOpen(siv.Start(), sealedText));
        Assert.Null(siv.TryOpen(siv.Absorb([1], [2, 3]), sealedText));
        Assert.Null(siv.TryOpen(siv.Absorb([3], [1, 2]), sealedText));
        Assert.Null(siv.TryOpen(siv.Absorb([1, 2], [3], []), sealedText));
        Assert.NotNull(siv.TryOpen(siv.Absorb([1, 2], [3]), sealedText));
    }

    [Theory]
    [MemberData(nameof(Ciphers))]
    public void InPlace_SealsAndOpens(string cipher)
    {
        using var siv = AesSivCiphers.Open(cipher, Key);
        var state = siv.Start();
        for (var length = 0; length < 100; length++)
        {
            var text = AesSivCiphers.Pattern(length);
            byte[] buffer = [.. new byte[AesSiv.TagSize], .. text];
            siv.Seal(state, buffer.AsSpan(AesSiv.TagSize), buffer);
            Assert.Equal(siv.Seal(state, text), buffer);
            Assert.True(siv.TryOpen(state, buffer, buffer.AsSpan(AesSiv.TagSize)));
            Assert.Equal(text, buffer[AesSiv.TagSize..]);
        }
    }

    [Fact]
    public void BuffersThatOverlapOtherwise_AreRefused()
    {
        using var siv = new AesSiv(Key);
        var state = siv.Start();
        var buffer = new byte[100];
        foreach (var offset in (int[])[0, 1, 15, 17, 39])
        {
            Assert.Throws<ArgumentException>(() => siv.Seal(state, buffer.AsSpan(offset, 24), buffer.AsSpan(0, 40)));
            Assert.Throws<ArgumentException>(() => siv.TryOpen(state, buffer.AsSpan(0, 40), buffer.AsSpan(offset, 24)));
        }

        // Beyond what is written there is no overlap.
        siv.Seal(state, buffer.AsSpan(40, 24), buffer);
    }

    [Fact]
    public void DestinationTooSmall_Throws()
    {
        using var siv = new AesSiv(Key);
        var state = siv.Start();
        Assert.Throws<ArgumentException>(() => siv.Seal(state, new byte[24], new byte[39]));
        Assert.Throws<ArgumentException>(() => siv.Seal(state, [], new byte[15]));
        Assert.Throws<ArgumentException>(() => siv.TryOpen(state, new byte[40], new byte[23]));
    }

    [Fact]
    public void LongerDestination_KeepsItsRest()
    {
        using var siv = new AesSiv(Key);
        var state = siv.Start();
        var buffer = new byte[50];
        buffer.AsSpan().Fill(0xEE);
        siv.Seal(state, new byte[24], buffer);
        Assert.All(buffer[40..], b => Assert.Equal(0xEE, b));
        var opened = new byte[30];
        opened.AsSpan().Fill(0xEE);
        Assert.True(siv.TryOpen(state, buffer.AsSpan(0, 40), opened));
        Assert.All(opened[24..], b => Assert.Equal(0xEE, b));
    }

    [Fact]
    public void StateThatWasNotStarted_IsRefused()
    {
        using var siv = new AesSiv(Key);
        AesSivState state = default;
        Assert.Throws<ArgumentException>(() => siv.Absorb(ref state, [1]));
        Assert.Throws<ArgumentException>(() => siv.Seal(state, [1], new byte[17]));
        Assert.Throws<ArgumentException>(() => siv.TryOpen(state, new byte[17], new byte[1]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(32)]
    [InlineData(48)]
    [InlineData(63)]
    [InlineData(65)]
    public void KeyOfAnotherSize_IsRefused(int size) => Assert.Throws<ArgumentException>(() => new AesSiv(new byte[size]));

    [Fact]
    public void SealAndOpen_AllocateNothingOnAesNi()
    {
        using var siv = new AesSiv(Key);
        var state = siv.Start();
        var (text, sealedText) = (new byte[24], new byte[40]);
        siv.Seal(state, text, sealedText);
        siv.TryOpen(state, sealedText, text);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            siv.Seal(state, text, sealedText);
            siv.TryOpen(state, sealedText, text);
        }

        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        if (AesSivX86.IsSupported) Assert.Equal(0, allocated);
    }

    [Fact]
    public void Machine_DecidesTheImplementation()
    {
        using var cipher = AesSivCipher.ForThisMachine(Key);
        Assert.Equal(Aes.IsSupported, cipher is AesSivX86);
        Assert.Equal(!Aes.IsSupported, cipher is AesSivPortable);
    }
}
