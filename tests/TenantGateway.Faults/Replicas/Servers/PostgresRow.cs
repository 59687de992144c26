using System.Diagnostics;
using TenantGateway.Core.Access;
using TenantGateway.Faults.Replicas.Load;
using TenantGateway.Faults.Replicas.World;

namespace TenantGateway.Faults.Replicas.Servers;

/// <summary>PostgreSQL fails all replicas, and comes back.</summary>
/// <param name="stage">Holds the world.</param>
/// <param name="outage">How it fails.</param>
/// <param name="seconds">For how long.</param>
internal sealed class PostgresRow(ReplicaStage stage, Outage outage, double seconds) : ReplicaRow(stage)
{
    /// <summary>How long what needs a record waits: the default of Gateway:Audit:CommitTimeoutSeconds, and what a busy machine takes to say so.</summary>
    private static readonly TimeSpan MostWait = TimeSpan.FromSeconds(3);

    public override string Name => Text($"PostgreSQL {outage.Name}, {seconds:0.#} s");

    public override string Promise => "what needs no record is served; what needs one: 503 audit_unavailable after 2 s, and degraded; recovers by itself; every revealed value on record, every acknowledged change there";

    protected override async Task<Observation> PlayAsync(BalancedWorld world, FaultContext context, CancellationToken cancellationToken)
    {
        await using var traffic = await ReplicaTraffic.StartAsync(world, cancellationToken);
        await using var admin = AdminChanges.Start(world);

        // :: Step 1: it fails
        await outage.BeginAsync(world);
        var degraded = await DegradedWatch.ForAsync(world, TimeSpan.FromSeconds(seconds), cancellationToken);
        await outage.EndAsync(world);

        // :: Step 2: it is back
        var back = Stopwatch.StartNew();
        await traffic.ServedAsync(cancellationToken);
        var recovered = back.Elapsed;
        await world.HealthyAsync(cancellationToken);
        var areThere = await admin.AreThereAsync();

        // :: Step 3: what was promised
        var judged = await traffic.EndAsync(exchange => exchange is { NeedsRecord: true, Status: 503 } && exchange.Reason == Reasons.AuditUnavailable.Code);
        var refused = judged.Exchanges.Where(exchange => !exchange.IsServed).ToList();
        var slowest = refused.Select(exchange => exchange.Took).DefaultIfEmpty().Max();
        var missing = await MissingRecords.CountAsync(world, judged.Exchanges);
        var asked = judged.Exchanges.Count(exchange => !exchange.NeedsRecord);
        return judged.And(
            slowest <= MostWait && missing == 0 && areThere && (degraded is not null || refused.Count == 0),
            Text($"{asked} needed no record; refused after {slowest.TotalSeconds:0.0} s at most, {(degraded is { } all ? Text($"all degraded after {all.TotalSeconds:0.0} s") : "not all degraded")}; served again {recovered.TotalSeconds:0.0} s after it was back; {missing} records missing; {admin.Acknowledged} changes acknowledged, {admin.Refused} not, {(areThere ? "as acknowledged" : "OTHERWISE")}"));
    }

    protected override async Task MendAsync(BalancedWorld world, CancellationToken cancellationToken)
    {
        await outage.EndAsync(world);
        await base.MendAsync(world, cancellationToken);
    }
}
