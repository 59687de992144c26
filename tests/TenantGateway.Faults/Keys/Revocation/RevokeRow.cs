using System.Diagnostics;
using TenantGateway.Faults.Keys.World;

namespace TenantGateway.Faults.Keys.Revocation;

/// <summary>A customer turns its key off in the vault, and on again.</summary>
internal sealed class RevokeRow(KeyStage stage, KeyWorldPlan plan) : KeyRow(stage, plan)
{
    public const int MostSeconds = 60;

    public override string Name => "the tenant's key disabled in the vault, then enabled";

    public override string Promise => "403 tenant_key_unavailable in every process and streams ended within 60 s; others: 0 errors; served again without a restart";

    protected override void Mend(KeyWorld world) => world.Vault.SetEnabled("kek-acme", true);

    protected override async Task<Observation> PlayAsync(KeyWorld world, FaultContext context, CancellationToken cancellationToken)
    {
        using var acme = await Watch.OfAsync(world, "agent@acme");
        var admin = await AdminWatch.OfAsync(world, cancellationToken);
        await using var others = await MemberLoad.StartAsync(world, "agent@globex", cancellationToken);
        using var theirs = await OpenStream.OpenAsync(world, world.Replicas[0], "agent@globex", cancellationToken);
        var (refused, ended, served) = (new List<TimeSpan>(), new List<TimeSpan>(), new List<TimeSpan>());
        for (var round = 0; round < (context.Short ? 1 : 3); round++)
        {
            // :: Step 1: off
            var streams = await OpenStream.OpenAllAsync(world, "agent@acme", cancellationToken);
            world.Vault.SetEnabled("kek-acme", false);
            var off = Stopwatch.StartNew();
            var ending = Task.WhenAll(streams.Select(stream => stream.EndedAsync(off, cancellationToken)));
            var refusing = admin.RefusedAsync(off, cancellationToken);
            refused.Add((await acme.RefusedAsync(off, 403, "tenant_key_unavailable", cancellationToken)).Append(await refusing).Max());
            ended.Add((await ending).Max());
            foreach (var stream in streams) stream.Dispose();
            await others.GoOnAsync(cancellationToken);

            // :: Step 2: on
            world.Vault.SetEnabled("kek-acme", true);
            var on = Stopwatch.StartNew();
            served.Add((await acme.ServedAsync(on, cancellationToken)).Max());
            await Until.TrueAsync(admin.IsServedAsync, cancellationToken);
        }

        var isHeard = await theirs.IsOpenAsync(cancellationToken);
        return await others.EndAsync(
            isHeard && refused.Concat(ended).Max().TotalSeconds <= MostSeconds,
            Text($"refused in {world.Processes.Count} processes after {Text(refused)}, streams ended after {Text(ended)}, served again after {Text(served)}; others' stream {(isHeard ? "open" : "ENDED")}"));
    }
}
