using System.Diagnostics;
using TenantGateway.Core.Access;
using TenantGateway.Faults.Keys.World;
using TenantGateway.Faults.Replicas.Load;
using TenantGateway.Faults.Replicas.World;

namespace TenantGateway.Faults.Replicas.Servers;

/// <summary>One replica alone cannot reach PostgreSQL: its connections are there, and nothing is heard.</summary>
internal sealed class OneCutOffRow(ReplicaStage stage) : ReplicaRow(stage)
{
    private const int MostSeconds = 10;

    public override string Name => "PostgreSQL held from one replica";

    public override string Promise => Text($"its share is refused for {MostSeconds} s at most, then the others serve it while the replica is cut off; it has its share again afterwards");

    protected override async Task<Observation> PlayAsync(BalancedWorld world, FaultContext context, CancellationToken cancellationToken)
    {
        await using var traffic = await ReplicaTraffic.StartAsync(world, cancellationToken);
        var cutOff = world.Replicas[^1];
        var held = world.Servers.ToPostgres[cutOff.Place].Hold();
        var clock = Stopwatch.StartNew();
        // Nothing fails before it is noticed, so it is waited for.
        await Until.TrueAsync(async () => $"{(await cutOff.HealthAsync(cancellationToken))["status"]}" == "degraded", cancellationToken);
        var noticed = clock.Elapsed;
        await traffic.ServedAsync(cancellationToken, 3 * ReplicaTraffic.Some);
        var taken = clock.Elapsed;
        held.Dispose();

        // :: Step 2: it is back
        await world.HealthyAsync(cancellationToken);
        var before = traffic.Count;
        await Until.TrueAsync(() => traffic.Since(before).Any(exchange => exchange is { IsServed: true, NeedsRecord: true } && exchange.Server == BalancedWorld.NameOf(cutOff)), cancellationToken);
        var judged = await traffic.EndAsync(exchange => exchange is { NeedsRecord: true, Status: 503 } && exchange.Reason == Reasons.AuditUnavailable.Code && exchange.Server == BalancedWorld.NameOf(cutOff));
        var missing = await MissingRecords.CountAsync(world, judged.Exchanges);
        return judged.And(
            missing == 0 && taken <= TimeSpan.FromSeconds(MostSeconds),
            Text($"degraded {noticed.TotalSeconds:0.0} s after it was cut off, everything served after {taken.TotalSeconds:0.0} s; {missing} records missing"));
    }
}
