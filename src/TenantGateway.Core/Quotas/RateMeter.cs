namespace TenantGateway.Core.Quotas;

/// <summary>
/// The generic cell rate algorithm (ITU-T I.371, a leaky bucket as a meter): one 64-bit word of state, no timer, no lock, no allocation.
/// </summary>
/// <remarks>
/// For any number of threads. Time is handed in as a <see cref="TimeSpan"/> since any fixed moment of a monotonic clock, within 10,000 years of it.
/// An earlier time than one that was handed in before lets no more pass than the later one would: threads may read the clock in one order and come
/// here in another, and a clock that steps back holds up at worst for as long as it stepped.
/// </remarks>
public sealed class RateMeter
{
    // The theoretical arrival time: when all that has passed would have been earned at the sustained rate. No time is before the first one.
    private long _earnedAt = long.MinValue;

    /// <summary>Lets one pass, or not; what is not let pass costs nothing.</summary>
    public RateDecision Take(RateLimit limit, TimeSpan now)
    {
        var interval = limit.IntervalTicks;
        var tolerance = interval * (limit.Burst - 1);
        var seen = Volatile.Read(ref _earnedAt);
        while (true)
        {
            var start = Math.Max(seen, now.Ticks);
            var wait = start - now.Ticks - tolerance;
            if (wait > 0) return new RateDecision(false, 0, new TimeSpan(wait), new TimeSpan(start - now.Ticks));
            var before = Interlocked.CompareExchange(ref _earnedAt, start + interval, seen);
            if (before == seen) return new RateDecision(true, (int)(-wait / interval), TimeSpan.Zero, new TimeSpan(start + interval - now.Ticks));
            seen = before;
        }
    }

    /// <summary>True where a rest has made this meter equal to a new one.</summary>
    public bool IsFull(TimeSpan now) => Volatile.Read(ref _earnedAt) <= now.Ticks;
}
