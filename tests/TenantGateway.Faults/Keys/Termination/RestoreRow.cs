using System.Diagnostics;
using TenantGateway.Faults.Keys.World;

namespace TenantGateway.Faults.Keys.Termination;

/// <summary>A copy of the database from before the termination takes its place.</summary>
internal sealed class RestoreRow(KeyStage stage, KeyWorldPlan plan, TenantBackup backup) : KeyRow(stage, plan)
{
    public override string Name => "a copy of the database from before is restored";

    public override string Promise => "the tenant is not served, its keys are erased once more; others are served";

    protected override async Task<Observation> PlayAsync(KeyWorld world, FaultContext context, CancellationToken cancellationToken)
    {
        await world.StopProcessesAsync();
        StoredKeys.Restore(world, backup.File ?? throw new InvalidOperationException("There is no copy."));
        var restored = (await StoredKeys.OfAcmeAsync(world)).Count;
        await world.StartProcessesAsync(cancellationToken);
        var since = Stopwatch.StartNew();
        var refused = await TenantEnd.AskAsync(world, "acme", backup.Path);
        await using var others = await MemberLoad.StartAsync(world, "agent@globex", cancellationToken);
        await Until.TrueAsync(async () => (await StoredKeys.OfAcmeAsync(world)).Count == 0, cancellationToken);
        var still = await TenantEnd.AskAsync(world, "acme", backup.Path);
        return await others.EndAsync(
            restored > 0 && (refused, still) == ("unknown_organization", "unknown_organization"),
            Text($"{refused}; {restored} wrapped keys came back and were erased within {since.Elapsed.TotalSeconds:0.0} s of the start; then {still}"));
    }
}
