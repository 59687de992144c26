namespace TenantGateway.Core.Quotas;

/// <summary>
/// The times by which processes share quotas. A process that hears nothing of the pool begins to fill its own part only after the pool has stopped to fill it
/// for it: <see cref="Silent"/> and the longest answer together are no longer than <see cref="Alone"/>.
/// </summary>
public sealed record LeaseTimes
{
    public static readonly LeaseTimes Default = new();

    /// <summary>How often what was used is taken anew where much is used.</summary>
    public TimeSpan Slice { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>How soon it may be taken anew where half of it was used at once.</summary>
    public TimeSpan Least { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>How often a process says that it is there, and fills up what it used by the way.</summary>
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How long after its last word the pool goes on filling the part of a process.</summary>
    public TimeSpan Silent { get; init; } = TimeSpan.FromMilliseconds(750);

    /// <summary>How long after it last asked with success a process fills its part by itself.</summary>
    public TimeSpan Alone { get; init; } = TimeSpan.FromMilliseconds(1000);

    /// <summary>How long after its last word the part of a process goes to the others: until then it may be alive, and use it.</summary>
    public TimeSpan Forgotten { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a pool is kept that nobody asks.</summary>
    public TimeSpan Kept { get; init; } = TimeSpan.FromHours(1);
}
