using TenantGateway.Faults.Replicas.Load;
using TenantGateway.Faults.Replicas.World;

namespace TenantGateway.Faults.Replicas.Kills;

/// <summary>SIGKILL of one replica after the other, and a start on what is left.</summary>
internal sealed class KillRow(ReplicaStage stage) : ReplicaRow(stage)
{
    public override string Name => "kill -9 of a replica, start again";

    public override string Promise => "0 wrong answers; what was under way at it fails, nothing else; it comes back";

    protected override async Task<Observation> PlayAsync(BalancedWorld world, FaultContext context, CancellationToken cancellationToken)
    {
        await using var traffic = await ReplicaTraffic.StartAsync(world, cancellationToken);
        var victims = world.Replicas.Take(context.Short ? 1 : world.Replicas.Count).ToList();
        foreach (var victim in victims)
        {
            await victim.KillAsync();
            await traffic.GoOnAsync(cancellationToken, 2 * ReplicaTraffic.Some);
            var before = traffic.Count;
            await world.StartAgainAsync(victim, cancellationToken);
            await Keys.World.Until.TrueAsync(() => traffic.Since(before).Any(exchange => exchange.IsServed && exchange.Server == BalancedWorld.NameOf(victim)), cancellationToken);
        }

        var names = victims.Select(BalancedWorld.NameOf).ToList();
        // HAProxy says so: a replica that ends without an answer is a 502, and one that ends in the middle of its answer a connection that breaks.
        var judged = await traffic.EndAsync(exchange => (exchange.Status == 502 && exchange.Reason is null && names.Contains(exchange.Server ?? "")) || exchange.IsBroken);
        var lost = judged.Exchanges.Count(exchange => !exchange.IsServed);
        return judged.And(lost <= traffic.Members * victims.Count, Text($"{victims.Count} killed, {lost} requests were under way at them"));
    }
}
