using System.Diagnostics;
using TenantGateway.Faults.Keys.World;

namespace TenantGateway.Faults.Keys.Revocation;

/// <summary>The vault does not answer, in each of its ways, and not for long.</summary>
internal sealed class OutageRow(KeyStage stage, KeyWorldPlan plan) : KeyRow(stage, plan)
{
    public override string Name => "the vault does not answer, within the grace";

    public override string Promise => "0 errors";

    protected override async Task<Observation> PlayAsync(KeyWorld world, FaultContext context, CancellationToken cancellationToken)
    {
        await using var load = await MemberLoad.StartAsync(world, "agent@acme", cancellationToken);
        var seen = new List<string>();
        foreach (var outage in Outage.All)
        {
            outage.Begin(world);
            var lasts = Stopwatch.StartNew();
            await Outage.NoticedAsync(world, cancellationToken);
            await load.GoOnAsync(cancellationToken);
            seen.Add(Text($"{outage.Name} {lasts.Elapsed.TotalSeconds:0.0} s"));
            Outage.End(world);
            await Outage.OverAsync(world, cancellationToken);
        }

        return await load.EndAsync(true, $"noticed by every process: {string.Join(", ", seen)}");
    }
}
