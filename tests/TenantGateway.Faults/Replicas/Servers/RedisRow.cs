using TenantGateway.Faults.Replicas.Changes;
using TenantGateway.Faults.Replicas.Load;
using TenantGateway.Faults.Replicas.World;

namespace TenantGateway.Faults.Replicas.Servers;

/// <summary>Redis fails all replicas, and comes back.</summary>
/// <param name="stage">Holds the world.</param>
/// <param name="outages">How it fails, one way after the other.</param>
/// <param name="most">How long a change may take to reach all replicas.</param>
internal sealed class RedisRow(ReplicaStage stage, IReadOnlyList<Outage> outages, TimeSpan most) : ReplicaRow(stage)
{
    /// <summary>How long one answer of Redis is waited for: the longest that can be configured, and the default.</summary>
    private const double TimeoutSeconds = 0.25;

    public override string Name => $"Redis {string.Join(", ", outages.Select(outage => outage.Name))}";

    public override string Promise => Text($"0 failed requests, 0 wrong answers, none slower by more than its timeout of {TimeoutSeconds} s (p99); changes are known within the poll interval of {most.TotalSeconds:0} s");

    protected override async Task<Observation> PlayAsync(BalancedWorld world, FaultContext context, CancellationToken cancellationToken)
    {
        Change[] changes = [new SuspendChange(resumes: false), new SuspendChange(resumes: true)];
        await using var traffic = await ReplicaTraffic.StartAsync(world, cancellationToken);
        await traffic.GoOnAsync(cancellationToken, 3 * ReplicaTraffic.Some);
        var quiet = SlowestOf(traffic.Since(0));
        var (seen, isKept) = (new List<string>(), true);
        foreach (var outage in outages)
        {
            var before = traffic.Count;
            await outage.BeginAsync(world);
            var slowest = TimeSpan.Zero;
            foreach (var change in changes)
            {
                await traffic.GoOnAsync(cancellationToken);
                var took = await change.MakeAsync(world, cancellationToken);
                if (took > slowest) slowest = took;
            }

            await traffic.GoOnAsync(cancellationToken);
            var during = SlowestOf(traffic.Since(before));
            await outage.EndAsync(world);
            isKept &= slowest <= most + Reach.Slack && during <= quiet + TimeSpan.FromSeconds(TimeoutSeconds);
            seen.Add(Text($"{outage.Name}: p99 {during.TotalMilliseconds:0} ms, changes after {slowest.TotalSeconds:0.0} s"));
        }

        var judged = await traffic.EndAsync(exchange => changes.Any(change => change.Refuses(exchange)));
        return judged.And(isKept, Text($"p99 {quiet.TotalMilliseconds:0} ms before; {string.Join("; ", seen)}"));
    }

    protected override async Task MendAsync(BalancedWorld world, CancellationToken cancellationToken)
    {
        foreach (var outage in outages) await outage.EndAsync(world);
        await base.MendAsync(world, cancellationToken);
    }

    /// <summary>What one of a hundred answers takes.</summary>
    private static TimeSpan SlowestOf(IReadOnlyList<Exchange> exchanges) => exchanges.Select(exchange => exchange.Took).Order().ElementAt(exchanges.Count * 99 / 100);
}
