using TenantGateway.Core.Quotas;

namespace TenantGateway.Edge.Limits;

/// <summary>What one address has open and has used up. For any number of threads; times are since any fixed moment of a monotonic clock.</summary>
internal sealed class AddressState
{
    private const int Retired = -1;

    /// <summary>Good requests that pay for one that fails.</summary>
    private const int GoodForOneFailure = 10;

    /// <summary>Good requests that are remembered to that end.</summary>
    private const int MaxGood = 10_000;

    private readonly RateMeter _connecting = new();
    private readonly RateMeter _requests = new();
    private readonly RateMeter _failures = new();
    private readonly RateMeter _hammering = new();
    private int _connections;
    private int _good;
    private long _failuresSpentUntil = long.MinValue;
    private long _shutOutUntil = long.MinValue;

    /// <summary>Counts a connection, unless there are as many as may be; then <see cref="Close"/> has to follow.</summary>
    public OpenResult Open(int max)
    {
        var seen = Volatile.Read(ref _connections);
        while (true)
        {
            if (seen == Retired) return OpenResult.Retired;
            if (seen >= max) return OpenResult.Full;
            var before = Interlocked.CompareExchange(ref _connections, seen + 1, seen);
            if (before == seen) return OpenResult.Opened;
            seen = before;
        }
    }

    public void Close() => Interlocked.Decrement(ref _connections);

    public bool MayConnect(RateLimit limit, TimeSpan now) => _connecting.Take(limit, now).Allowed;

    public RateDecision Request(RateLimit limit, TimeSpan now) => _requests.Take(limit, now);

    /// <summary>Notes a request whose token was good: ten of them pay for one that fails, so that a caller with many users may have some whose tokens expired.</summary>
    public void Succeed()
    {
        if (Volatile.Read(ref _good) < MaxGood) Interlocked.Increment(ref _good);
    }

    /// <summary>Charges a request that failed.</summary>
    public void Fail(RateLimit limit, TimeSpan now)
    {
        if (Interlocked.Add(ref _good, -GoodForOneFailure) >= 0) return;
        Interlocked.Add(ref _good, GoodForOneFailure);
        var decision = _failures.Take(limit, now);
        if (decision.Remaining > 0) return;
        var wait = decision.Allowed ? TimeSpan.FromSeconds(1 / limit.PerSecond) : decision.RetryAfter;
        Volatile.Write(ref _failuresSpentUntil, (now + wait).Ticks);
    }

    /// <summary>How long no further failure is affordable; zero or less where one is.</summary>
    public TimeSpan FailuresSpentFor(TimeSpan now) => Until(ref _failuresSpentUntil, now);

    /// <summary>Counts a request that came although failures are spent.</summary>
    /// <returns>True where there have been too many of them, and the address is shut out from now on.</returns>
    public bool Hammer(RateLimit limit, TimeSpan penalty, TimeSpan now)
    {
        if (penalty == TimeSpan.Zero || _hammering.Take(limit, now).Allowed) return false;
        Volatile.Write(ref _shutOutUntil, (now + penalty).Ticks);
        return true;
    }

    /// <summary>How long the address is shut out; zero or less where it is not.</summary>
    public TimeSpan ShutOutFor(TimeSpan now) => Until(ref _shutOutUntil, now);

    /// <summary>Ends the use of this state where it says nothing that a new one would not: then nobody can open a connection with it any more.</summary>
    public bool TryRetire(TimeSpan now) =>
        FailuresSpentFor(now) <= TimeSpan.Zero && ShutOutFor(now) <= TimeSpan.Zero
        && _connecting.IsFull(now) && _requests.IsFull(now) && _failures.IsFull(now) && _hammering.IsFull(now)
        && Interlocked.CompareExchange(ref _connections, Retired, 0) == 0;

    private static TimeSpan Until(ref long moment, TimeSpan now) => Volatile.Read(ref moment) is var ticks and not long.MinValue ? new TimeSpan(ticks) - now : TimeSpan.Zero;
}

internal enum OpenResult
{
    Opened,
    Full,

    /// <summary>The state is no longer in use; there is, or will be, another for the address.</summary>
    Retired,
}
