using TenantGateway.Core.Quotas;

namespace TenantGateway.Core.Tests.Quotas;

public sealed class LeasedTokensTests
{
    [Fact]
    public void AsManyPassAsThereAre_AndAllThatAskAreCounted()
    {
        var tokens = new LeasedTokens(2);

        Assert.Equal([(true, 1), (true, 0), (false, 0)], Enumerable.Range(0, 3).Select(_ => (tokens.TryTake(out var left), left)));
        Assert.Equal((3, 0), (tokens.TakeAsked(), tokens.Asked));
        tokens.Add(3);
        tokens.GiveBack();
        Assert.Equal(4, tokens.Left);
        tokens.KeepAtMost(5);
        Assert.Equal(4, tokens.Left);
        tokens.KeepAtMost(1);
        Assert.Equal(1, tokens.Left);
    }

    [Fact]
    public void ManyThreads_TakeNoMoreThanWasBrought()
    {
        var tokens = new LeasedTokens(1_000);
        var taken = 0;

        Parallel.For(0, 8, thread =>
        {
            for (var i = 0; i < 20_000; i++)
            {
                if (tokens.TryTake(out _)) Interlocked.Increment(ref taken);
                if (thread == 0 && i % 100 == 0) tokens.Add(5);
            }
        });

        Assert.Equal(2_000, taken + tokens.Left);
        Assert.Equal(160_000, tokens.Asked);
    }

    [Fact]
    public void NegativeTokens_AreRefused() => Assert.Throws<ArgumentOutOfRangeException>(() => new LeasedTokens(0).Add(-1));
}
