using System.Diagnostics;
using TenantGateway.Faults.Keys.World;

namespace TenantGateway.Faults.Replicas.Changes;

/// <summary>Measures when a change has reached every replica.</summary>
internal static class Reach
{
    /// <summary>What it takes on a busy machine to read what has changed, and to see that it was.</summary>
    public static readonly TimeSpan Slack = TimeSpan.FromSeconds(0.5);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <param name="members">One at each replica.</param>
    /// <param name="goesByIt">Whether the replica of that member goes by the change.</param>
    /// <param name="change">Makes it, and returns when it is acknowledged.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>From the acknowledgement until the last replica.</returns>
    public static async Task<TimeSpan> OfAsync(IEnumerable<Member> members, Func<Member, Task<bool>> goesByIt, Func<Task> change, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        var reaching = Task.WhenAll(members.Select(member => WatchAsync(member, goesByIt, clock, cancellationToken)));
        await change();
        var acknowledged = clock.Elapsed;
        var last = (await reaching).Max();
        return last > acknowledged ? last - acknowledged : TimeSpan.Zero;
    }

    private static async Task<TimeSpan> WatchAsync(Member member, Func<Member, Task<bool>> goesByIt, Stopwatch clock, CancellationToken cancellationToken)
    {
        while (!await goesByIt(member)) await Task.Delay(Pause, cancellationToken);
        return clock.Elapsed;
    }
}
