using System.Diagnostics;
using TenantGateway.Faults.Keys.World;

namespace TenantGateway.Faults.Keys.Revocation;

/// <summary>The vault does not answer for longer than one tenant's grace.</summary>
internal sealed class PastGraceRow(KeyStage stage, KeyWorldPlan plan) : KeyRow(stage, plan)
{
    public override string Name => "the vault does not answer, past the grace of one tenant";

    public override string Promise => "503 key_service_unavailable with Retry-After, streams ended; others: 0 errors; served again without a restart";

    protected override async Task<Observation> PlayAsync(KeyWorld world, FaultContext context, CancellationToken cancellationToken)
    {
        using var globex = await Watch.OfAsync(world, "agent@globex");
        await using var others = await MemberLoad.StartAsync(world, "agent@acme", cancellationToken);
        var streams = await OpenStream.OpenAllAsync(world, "agent@globex", cancellationToken);
        Outage.All[0].Begin(world);
        var off = Stopwatch.StartNew();
        var ending = Task.WhenAll(streams.Select(stream => stream.EndedAsync(off, cancellationToken)));
        var refused = (await globex.RefusedAsync(off, 503, "key_service_unavailable", cancellationToken)).Max();
        var ended = (await ending).Max();
        await others.GoOnAsync(cancellationToken);
        Outage.End(world);
        var on = Stopwatch.StartNew();
        var served = (await globex.ServedAsync(on, cancellationToken)).Max();
        foreach (var stream in streams) stream.Dispose();
        return await others.EndAsync(
            true,
            Text($"a grace of {KeyPlans.ShortGraceSeconds} s: refused after {refused.TotalSeconds:0.0} s, streams ended after {ended.TotalSeconds:0.0} s, served again after {served.TotalSeconds:0.0} s"));
    }
}
