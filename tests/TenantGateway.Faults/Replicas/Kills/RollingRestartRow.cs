using TenantGateway.Faults.Keys.World;
using TenantGateway.Faults.Replicas.Load;
using TenantGateway.Faults.Replicas.World;

namespace TenantGateway.Faults.Replicas.Kills;

/// <summary>One replica after the other is ended in order and started again, as an upgrade does it.</summary>
internal sealed class RollingRestartRow(ReplicaStage stage) : ReplicaRow(stage)
{
    public override string Name => "SIGTERM of one replica after the other";

    public override string Promise => "0 failed requests, 0 wrong answers";

    protected override async Task<Observation> PlayAsync(BalancedWorld world, FaultContext context, CancellationToken cancellationToken)
    {
        await using var traffic = await ReplicaTraffic.StartAsync(world, cancellationToken);
        var replicas = world.Replicas.Take(context.Short ? 1 : world.Replicas.Count).ToList();
        foreach (var replica in replicas)
        {
            await replica.StopAsync();
            var before = traffic.Count;
            await world.StartAgainAsync(replica, cancellationToken);
            await Until.TrueAsync(() => traffic.Since(before).Any(exchange => exchange.IsServed && exchange.Server == BalancedWorld.NameOf(replica)), cancellationToken);
        }

        return (await traffic.EndAsync()).And(true, Text($"{replicas.Count} restarted"));
    }
}
