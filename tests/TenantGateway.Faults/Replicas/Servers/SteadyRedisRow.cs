using System.Diagnostics;
using TenantGateway.Faults.Replicas.Load;
using TenantGateway.Faults.Replicas.World;

namespace TenantGateway.Faults.Replicas.Servers;

/// <summary>Nothing happens but requests.</summary>
internal sealed class SteadyRedisRow(ReplicaStage stage) : ReplicaRow(stage)
{
    // Of each replica: whether it answers.
    private const int MostASecond = 10;

    public override string Name => "steady traffic";

    public override string Promise => Text($"0 Redis commands a request: what there is goes by time, at most {MostASecond} a second and replica");

    protected override async Task<Observation> PlayAsync(BalancedWorld world, FaultContext context, CancellationToken cancellationToken)
    {
        await using var traffic = await ReplicaTraffic.StartAsync(world, cancellationToken);
        var (requests, commands, clock) = (traffic.Count, await world.Servers.Redis.CommandsAsync(), Stopwatch.StartNew());
        await Task.Delay(TimeSpan.FromSeconds(context.Short ? 2 : 10), cancellationToken);
        (requests, commands) = (traffic.Count - requests, await world.Servers.Redis.CommandsAsync() - commands);
        var perSecond = commands / clock.Elapsed.TotalSeconds / world.Replicas.Count;
        return (await traffic.EndAsync()).And(perSecond <= MostASecond && requests > 2 * commands, Text($"{requests} requests and {commands} commands: {perSecond:0.0} a second and replica"));
    }
}
