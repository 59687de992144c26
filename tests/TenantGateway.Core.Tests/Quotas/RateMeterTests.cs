using CsCheck;
using TenantGateway.Core.Quotas;

namespace TenantGateway.Core.Tests.Quotas;

public class RateMeterTests
{
    private const long TenThousandYears = 3_155_760_000_000_000_000;

    private static readonly Gen<RateLimit> Limits = Gen.Select(
        Gen.OneOf(Gen.Double[RateLimit.LeastPerSecond, 10], Gen.Double[1, RateLimit.MostPerSecond], Gen.Const(RateLimit.LeastPerSecond), Gen.Const(3.0), Gen.Const(RateLimit.MostPerSecond)),
        Gen.OneOf(Gen.Int[1, 5], Gen.Int[1, RateLimit.MostBurst], Gen.Const(1), Gen.Const(RateLimit.MostBurst)),
        (perSecond, burst) => new RateLimit(perSecond, burst));

    private static readonly Gen<long> Moments = Gen.OneOf(Gen.Long[-TenThousandYears, TenThousandYears], Gen.Const(-TenThousandYears), Gen.Const(0L), Gen.Const(TenThousandYears));

    /// <summary>Pauses in the measure of the limit: often too short, sometimes long.</summary>
    private static readonly Gen<double[]> Pauses = Gen.OneOf(Gen.Const(0.0), Gen.Const(1.0), Gen.Double[0, 2], Gen.Double[0, 20]).Array[1, 60];

    [Fact]
    public void AnySequence_IsJudgedAsByABucket() =>
        Gen.Select(Limits, Moments, Pauses).Sample(
            (limit, start, pauses) =>
            {
                var meter = new RateMeter();
                var bucket = new ReferenceBucket(limit.IntervalTicks, limit.Burst);
                var now = start;
                foreach (var pause in pauses)
                {
                    now += (long)(pause * limit.IntervalTicks);
                    var decision = meter.Take(limit, new TimeSpan(now));
                    Assert.Equal(bucket.Take(now), (decision.Allowed, decision.Remaining, decision.RetryAfter.Ticks, decision.FullAfter.Ticks));
                    Assert.False(meter.IsFull(new TimeSpan(now)));
                    Assert.True(meter.IsFull(new TimeSpan(now) + decision.FullAfter));
                }
            },
            iter: 2_000);

    [Fact]
    public void WaitThatIsTold_IsNeitherTooShortNorTooLong() =>
        Gen.Select(Limits, Moments, Gen.Int[0, 20]).Sample(
            (limit, start, more) =>
            {
                var now = new TimeSpan(start);
                limit = new RateLimit(limit.PerSecond, Math.Min(limit.Burst, 100));
                var meter = Exhausted(limit, now);
                for (var i = 0; i <= more; i++)
                {
                    var wait = meter.Take(limit, now).RetryAfter;
                    Assert.False(meter.Take(limit, now + wait - new TimeSpan(1)).Allowed);
                    now += wait;
                    Assert.True(meter.Take(limit, now).Allowed);
                }
            },
            iter: 1_000);

    [Fact]
    public void AfterARest_TheWholeBurstIsThereAndNoMore()
    {
        var limit = new RateLimit(10, 5);
        var meter = Exhausted(limit, TimeSpan.Zero);

        Assert.Equal(TimeSpan.FromMilliseconds(500), meter.Take(limit, TimeSpan.Zero).FullAfter);
        Assert.False(meter.IsFull(TimeSpan.FromMilliseconds(500) - new TimeSpan(1)));
        Assert.True(meter.IsFull(TimeSpan.FromMilliseconds(500)));
        Assert.Equal([true, true, true, true, true, false], Enumerable.Range(0, 6).Select(_ => meter.Take(limit, TimeSpan.FromDays(1)).Allowed));
    }

    [Fact]
    public void EarlierTime_LetsNoMorePassThanTheLater() =>
        Gen.Select(Limits, Moments, Pauses, Gen.Double[0, 3]).Sample(
            (limit, start, pauses, back) =>
            {
                var (stepped, steady) = (new RateMeter(), new RateMeter());
                var now = start;
                foreach (var pause in pauses)
                {
                    now += (long)(pause * limit.IntervalTicks);
                    stepped.Take(limit, new TimeSpan(now));
                    steady.Take(limit, new TimeSpan(now));
                }

                var earlier = stepped.Take(limit, new TimeSpan(now - (long)(back * limit.IntervalTicks)));
                var later = steady.Take(limit, new TimeSpan(now));
                Assert.True(later.Allowed || !earlier.Allowed);
                Assert.True(earlier.Remaining <= later.Remaining);
            },
            iter: 1_000);

    [Fact]
    public void ManyAtOneMoment_ShareExactlyOneBurst()
    {
        var limit = new RateLimit(0.5, 5_000);
        var meter = new RateMeter();
        var passed = 0;
        Parallel.For(0, 20_000, _ =>
        {
            if (meter.Take(limit, TimeSpan.FromSeconds(7)).Allowed) Interlocked.Increment(ref passed);
        });

        Assert.Equal(5_000, passed);
    }

    // The clock goes on while they contend, and nobody's view of it is the same.
    [Fact]
    public void ManyWhileTimePasses_NeverGetMoreThanBurstAndRate()
    {
        const int Callers = 8;
        const int Takes = 20_000;
        var limit = new RateLimit(100_000, 50);
        var meter = new RateMeter();
        var (clock, passed) = (0L, 0);
        Parallel.For(0, Callers, new ParallelOptions { MaxDegreeOfParallelism = Callers }, _ =>
        {
            for (var i = 0; i < Takes; i++)
            {
                if (meter.Take(limit, new TimeSpan(Interlocked.Add(ref clock, 7))).Allowed) Interlocked.Increment(ref passed);
            }
        });

        var most = limit.Burst + (clock / limit.IntervalTicks);
        Assert.InRange(passed, most * 9 / 10, most);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.0009, 1)]
    [InlineData(1_000_001, 1)]
    [InlineData(double.NaN, 1)]
    [InlineData(double.PositiveInfinity, 1)]
    [InlineData(-1, 1)]
    [InlineData(1, 0)]
    [InlineData(1, -1)]
    [InlineData(1, 1_000_001)]
    public void LimitOutOfRange_IsRefused(double perSecond, int burst) => Assert.Throws<ArgumentOutOfRangeException>(() => new RateLimit(perSecond, burst));

    [Fact]
    public void DefaultLimit_LimitsNothingAndThrows() => Assert.Throws<InvalidOperationException>(() => new RateMeter().Take(default, TimeSpan.Zero));

    // 1/3 s is no whole number of ticks: rounded up, so that the rate is not exceeded in the long run.
    [Fact]
    public void OddRate_IsNeverExceeded()
    {
        var limit = new RateLimit(3, 1);
        var meter = new RateMeter();
        var passed = Enumerable.Range(0, 30_000).Count(i => meter.Take(limit, TimeSpan.FromMilliseconds(i)).Allowed);

        Assert.InRange(passed, 85, 90);
    }

    private static RateMeter Exhausted(RateLimit limit, TimeSpan now)
    {
        var meter = new RateMeter();
        while (meter.Take(limit, now).Allowed)
        {
        }

        return meter;
    }
}
