using System.Diagnostics;
using TenantGateway.Faults.Keys.World;
using TenantGateway.Faults.Replicas.Load;
using TenantGateway.Faults.Replicas.World;
using TenantGateway.Tests.World;

namespace TenantGateway.Faults.Replicas.Kills;

/// <summary>SIGKILL of the replica that does it, at each point of a rotation.</summary>
internal sealed class KillPointsRow(ReplicaStage stage, KilledDeed deed) : ReplicaRow(stage)
{
    public override string Name => $"kill -9 in the middle of {deed.Name}";

    public override string Promise => "another replica goes on; done once, one result at most on record; 0 wrong values, nothing fails but what was under way at it";

    protected override async Task<Observation> PlayAsync(BalancedWorld world, FaultContext context, CancellationToken cancellationToken)
    {
        await using var traffic = await ReplicaTraffic.StartAsync(world, cancellationToken);
        var points = deed.Points.Where(point => point.IsShort || !context.Short).ToList();
        var (troubles, killed, slowest) = (new List<string>(), new HashSet<string>(), TimeSpan.Zero);
        foreach (var point in points)
        {
            var (victim, took, trouble) = await KillAtAsync(world, point, cancellationToken);
            killed.Add(BalancedWorld.NameOf(victim));
            if (took > slowest) slowest = took;
            if (trouble is not null) troubles.Add($"{point.Name}: {trouble}");
            await traffic.GoOnAsync(cancellationToken);
        }

        var judged = await traffic.EndAsync(exchange => (exchange.Status == 502 && killed.Contains(exchange.Server ?? "")) || exchange.IsBroken);
        var lost = judged.Exchanges.Count(exchange => !exchange.IsServed);
        return judged.And(
            troubles.Count == 0 && lost <= traffic.Members * points.Count,
            Text($"killed at {points.Count} points, each time done once, at the latest after {slowest.TotalSeconds:0} s{(troubles.Count == 0 ? "" : $"; BUT {string.Join("; ", troubles)}")}"));
    }

    private async Task<(GatewayProcess Victim, TimeSpan Took, string? Trouble)> KillAtAsync(BalancedWorld world, KillPoint point, CancellationToken cancellationToken)
    {
        // :: Step 1: it is begun at the first replica, and whichever replica comes to the point is killed there
        var (before, recordsBefore) = (await deed.CountAsync(world), await deed.RecordsAsync(world));
        var trap = point.Set(world);
        var begun = deed.BeginAsync(world, world.Replicas[0]);
        var victim = await trap.Sprung.WaitAsync(cancellationToken);
        await victim.KillAsync();
        trap.Dispose();
        var clock = Stopwatch.StartNew();
        await begun;

        // :: Step 2: who typed it looks, and where nothing of it is to be seen types it again, elsewhere
        var other = world.Replicas.First(replica => replica != victim);
        world.LookAt(other);
        if (await deed.CountAsync(world) == before || !await deed.IsOverAsync(world)) await deed.BeginAsync(world, other);
        await Until.TrueAsync(() => deed.IsOverAsync(world), cancellationToken);
        var took = clock.Elapsed;

        // :: Step 3: it was done once
        var (after, records) = (await deed.CountAsync(world), await deed.RecordsAsync(world));
        await world.StartAgainAsync(victim, cancellationToken);
        world.LookAt(world.Replicas[0]);
        var (intents, results) = (records.Intents - recordsBefore.Intents, records.Results - recordsBefore.Results);
        return (victim, took, after != before + 1 ? Text($"done {after - before} times") : intents < 1 || results > 1 ? Text($"{intents} intents and {results} results on record") : null);
    }
}
