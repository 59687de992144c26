namespace TenantGateway.Core.Quotas;

/// <summary>How much of something may be used.</summary>
/// <remarks>
/// What one more costs in time is rounded up to whole 100 ns: a rate is never exceeded, and missed by at most 1 % up to 100,000 a second, by at most
/// 10 % up to a million. A default instance limits nothing and throws.
/// </remarks>
public readonly record struct RateLimit
{
    public const double LeastPerSecond = 0.001;
    public const double MostPerSecond = 1_000_000;
    public const int MostBurst = 1_000_000;

    private readonly long _intervalTicks;

    /// <param name="perSecond">The rate that may be kept up: <see cref="LeastPerSecond"/> to <see cref="MostPerSecond"/>.</param>
    /// <param name="burst">How many may come at once after a rest: 1 to <see cref="MostBurst"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">Either is out of its range, within which no sum of times overflows.</exception>
    public RateLimit(double perSecond, int burst)
    {
        if (perSecond is not (>= LeastPerSecond and <= MostPerSecond)) throw new ArgumentOutOfRangeException(nameof(perSecond));
        if (burst is not (>= 1 and <= MostBurst)) throw new ArgumentOutOfRangeException(nameof(burst));
        (PerSecond, Burst) = (perSecond, burst);
        _intervalTicks = (long)Math.Ceiling(TimeSpan.TicksPerSecond / perSecond);
    }

    public double PerSecond { get; }

    public int Burst { get; }

    /// <summary>The time after which one more is earned.</summary>
    internal long IntervalTicks => _intervalTicks > 0 ? _intervalTicks : throw new InvalidOperationException("A default RateLimit limits nothing.");
}
