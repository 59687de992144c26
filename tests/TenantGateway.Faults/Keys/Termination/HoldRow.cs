using System.Diagnostics;
using TenantGateway.Faults.Keys.Revocation;
using TenantGateway.Faults.Keys.World;

namespace TenantGateway.Faults.Keys.Termination;

/// <summary>A termination that is held, and taken back.</summary>
internal sealed class HoldRow(KeyStage stage, KeyWorldPlan plan) : KeyRow(stage, plan)
{
    public override string Name => "suspend, terminate, hold; release and recover by two people";

    public override string Promise => "refused at once, others: 0 errors; nothing is destroyed while held; recovered, it is what it was; nobody decides alone";

    protected override async Task<Observation> PlayAsync(KeyWorld world, FaultContext context, CancellationToken cancellationToken)
    {
        // :: Step 1: suspended and terminated, under the load of others
        var path = await TenantEnd.WriteAsync(world);
        using var acme = await Watch.OfAsync(world, "agent@acme");
        await using var others = await MemberLoad.StartAsync(world, "agent@globex", cancellationToken);
        var began = Stopwatch.StartNew();
        await world.Desk.DoAsync("tenants", "suspend", "acme", "--reason", "proof");
        var suspended = (await acme.RefusedAsync(began, 403, "tenant_suspended", cancellationToken)).Max();
        var (_, terminated) = await world.Desk.OperateAsync("tenant.terminate", "acme", cancellationToken);
        await others.GoOnAsync(cancellationToken);
        var refused = await TenantEnd.AskAsync(world, "acme", path);
        await world.Desk.DoAsync("tenants", "hold", "acme", "--reason", "proof");
        await others.Traffic.EndAsync();

        // :: Step 2: past its time
        await TenantEnd.PassDaysAsync(world, 31, cancellationToken);
        var (state, phase, _) = await TenantEnd.LifeAsync(world);
        var keys = (await StoredKeys.OfAcmeAsync(world)).Count;

        // :: Step 3: back
        var (_, released) = await world.Desk.OperateAsync("tenant.release", "acme", cancellationToken);
        var (_, recovered) = await world.Desk.OperateAsync("tenant.recover", "acme", cancellationToken);
        await world.Desk.DoAsync("tenants", "resume", "acme", "--reason", "proof");
        await Until.TrueAsync(async () => await TenantEnd.AskAsync(world, "acme", path) != "tenant_suspended", cancellationToken);
        var again = await TenantEnd.AskAsync(world, "acme", path);
        var tookTwo = terminated && released && recovered;
        return await others.EndAsync(
            refused == "tenant_suspended" && (state, phase) == ("terminated", "disabled") && keys > 0 && again == "served" && tookTwo,
            Text($"suspended after {suspended.TotalSeconds:0.0} s, then {refused}; held on day 31: {state}, {keys} wrapped keys; recovered: {again}; approved by the requester: {(tookTwo ? "refused" : "DONE")}"));
    }
}
