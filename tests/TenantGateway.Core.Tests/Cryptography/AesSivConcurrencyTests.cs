using System.Collections.Concurrent;
using TenantGateway.Core.Cryptography;

namespace TenantGateway.Core.Tests.Cryptography;

public class AesSivConcurrencyTests
{
    private static readonly byte[] Key = AesSivCiphers.Pattern(64, "key");

    public static TheoryData<string> Ciphers => AesSivCiphers.Names;

    [Theory]
    [MemberData(nameof(Ciphers))]
    public void SharedInstance_GivesEveryThreadItsOwnAnswer(string cipher)
    {
        using var siv = AesSivCiphers.Open(cipher, Key);
        using var alone = AesSivCiphers.Open(AesSivCiphers.Portable, Key);
        var texts = Enumerable.Range(0, 64).Select(i => AesSivCiphers.Pattern(i, $"{i}")).ToArray();
        var states = texts.Select(text => siv.Absorb(text)).ToArray();
        var expected = texts.Select((text, i) => alone.Seal(alone.Absorb(text), text)).ToArray();
        Parallel.For(0, 20_000, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
        {
            var n = i % texts.Length;
            Assert.Equal(expected[n], siv.Seal(siv.Absorb(texts[n]), texts[n]));
            Assert.Equal(texts[n], siv.TryOpen(states[n], expected[n]));
        });
    }

    [Theory]
    [MemberData(nameof(Ciphers))]
    public void UseAfterDispose_Throws(string cipher)
    {
        var siv = AesSivCiphers.Open(cipher, Key);
        var state = siv.Start();
        siv.Dispose();
        siv.Dispose();
        Assert.Throws<ObjectDisposedException>(() => siv.Start());
        Assert.Throws<ObjectDisposedException>(() => siv.Absorb(ref state, [1]));
        Assert.Throws<ObjectDisposedException>(() => siv.Seal(state, [1], new byte[17]));
        Assert.Throws<ObjectDisposedException>(() => siv.TryOpen(state, new byte[17], new byte[1]));
        Assert.Throws<ObjectDisposedException>(() => siv.TryOpen(state, [], []));
    }

    [Theory]
    [MemberData(nameof(Ciphers))]
    public async Task DisposeInTheMiddle_NeverSealsUnderAnotherKey(string cipher)
    {
        var text = AesSivCiphers.Pattern(200);
        var wrong = new ConcurrentBag<string>();
        for (var round = 0; round < 200; round++)
        {
            var siv = AesSivCiphers.Open(cipher, Key);
            var state = siv.Start();
            var expected = siv.Seal(state, text);
            using var started = new SemaphoreSlim(0);
            var sealing = Task.Run(() => SealUntilDisposed(siv, state, text, expected, wrong, started));
            await started.WaitAsync();
            siv.Dispose();
            await sealing;
        }

        Assert.Empty(wrong);
    }

    private static void SealUntilDisposed(
        AesSiv siv, AesSivState state, byte[] text, byte[] expected, ConcurrentBag<string> wrong, SemaphoreSlim started)
    {
        var sealedText = new byte[expected.Length];
        for (var first = true; ; first = false)
        {
            sealedText.AsSpan().Clear();
            try
            {
                siv.Seal(state, text, sealedText);
            }
            catch (ObjectDisposedException)
            {
                if (sealedText.AsSpan().ContainsAnyExcept((byte)0)) wrong.Add("bytes left behind by a disposal");
                return;
            }

            if (!sealedText.AsSpan().SequenceEqual(expected)) wrong.Add(Convert.ToHexString(sealedText));
            if (first) started.Release();
        }
    }
}
