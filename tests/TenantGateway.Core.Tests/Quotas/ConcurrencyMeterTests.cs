using TenantGateway.Core.Quotas;

namespace TenantGateway.Core.Tests.Quotas;

public class ConcurrencyMeterTests
{
    [Fact]
    public void Slots_AreTakenUpToTheLimitAndGivenBack()
    {
        var meter = new ConcurrencyMeter();

        Assert.Equal([true, true, false], Enumerable.Range(0, 3).Select(_ => meter.TryTake(2)));
        meter.Release();
        Assert.Equal([true, false], Enumerable.Range(0, 2).Select(_ => meter.TryTake(2)));
        Assert.Equal(2, meter.Taken);
    }

    [Fact]
    public void MoreReleasesThanTakes_AreAFault() => Assert.Throws<InvalidOperationException>(new ConcurrencyMeter().Release);

    [Fact]
    public void ManyAtOnce_NeverHoldMoreThanTheLimitAndLeaveNothingTaken()
    {
        const int Limit = 3;
        var meter = new ConcurrencyMeter();
        var (held, most, passed) = (0, 0, 0);
        Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 8 }, _ =>
        {
            for (var i = 0; i < 20_000; i++)
            {
                if (!meter.TryTake(Limit)) continue;
                var now = Interlocked.Increment(ref held);
                if (now > Volatile.Read(ref most)) Interlocked.Exchange(ref most, now);
                Interlocked.Increment(ref passed);
                Interlocked.Decrement(ref held);
                meter.Release();
            }
        });

        Assert.InRange(most, 1, Limit);
        Assert.True(passed > 0);
        Assert.Equal(0, meter.Taken);
    }

    // With as many callers as slots nobody is turned away: a refusal would mean that a slot was counted that nobody holds.
    [Fact]
    public void AsManyCallersAsSlots_AreNeverTurnedAway()
    {
        const int Callers = 4;
        var meter = new ConcurrencyMeter();
        var turnedAway = 0;
        Parallel.For(0, Callers, new ParallelOptions { MaxDegreeOfParallelism = Callers }, _ =>
        {
            for (var i = 0; i < 20_000; i++)
            {
                if (meter.TryTake(Callers)) meter.Release();
                else Interlocked.Increment(ref turnedAway);
            }
        });

        Assert.Equal(0, turnedAway);
    }
}
