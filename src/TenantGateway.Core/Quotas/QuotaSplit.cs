namespace TenantGateway.Core.Quotas;

/// <summary>
/// How one quota is had by several processes, each of which has one part. Half of the burst lies with them, so that a request never waits for a network; the other
/// half lies in a pool, where whoever needs it finds it. What a second earns goes to the pool, or to the parts of those who cannot reach it.
/// </summary>
public static class QuotaSplit
{
    public const int MostParts = 1000;

    /// <summary>For how long a process may save what its part earns while it is alone: longer than it waits for an answer that does not come, and then until it asks again.</summary>
    private const double OwnSeconds = 0.6;

    /// <summary>More than was used is taken, so that a use that grows does not run dry in between.</summary>
    private const double Growth = 1.5;

    /// <summary>What a process holds of a tenant at rest: at least one, so that a first request is never refused.</summary>
    public static int Reserve(RateLimit limit, int parts) => Math.Max(1, limit.Burst / (2 * parts));

    /// <summary>What it fills up to: its reserve, or what it uses in a slice where that is more; hardly more than a slice earns.</summary>
    /// <param name="limit">The whole quota.</param>
    /// <param name="parts">Among how many.</param>
    /// <param name="use">How many requests a second there are.</param>
    /// <param name="slice">How often it is filled.</param>
    public static int Target(RateLimit limit, int parts, double use, TimeSpan slice) =>
        Math.Max(Reserve(limit, parts), (int)Math.Ceiling(Growth * Math.Min(use, limit.PerSecond) * slice.TotalSeconds));

    /// <summary>What it fills up to by itself.</summary>
    public static int OwnTarget(RateLimit limit, int parts) => Math.Max(Reserve(limit, parts), (int)Math.Ceiling(limit.PerSecond / parts * OwnSeconds));

    /// <summary>The quota of a process that shares with nobody it could ask.</summary>
    public static RateLimit Part(RateLimit limit, int parts) =>
        parts == 1 ? limit : new RateLimit(Math.Max(RateLimit.LeastPerSecond, limit.PerSecond / parts), Math.Max(1, limit.Burst / parts));

    /// <summary>What a process may have under way at once; at least one.</summary>
    public static int Slots(int limit, int parts) => parts == 1 ? limit : Math.Max(1, limit / parts);
}
