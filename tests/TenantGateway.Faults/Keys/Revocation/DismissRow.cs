using System.Diagnostics;
using TenantGateway.Faults.Keys.World;

namespace TenantGateway.Faults.Keys.Revocation;

/// <summary>The identity of the proxies may not use the vault any more, and then may again.</summary>
internal sealed class DismissRow(KeyStage stage, KeyWorldPlan plan) : KeyRow(stage, plan)
{
    public override string Name => "the proxies' access to the vault removed, then given back";

    public override string Promise => "403 tenant_key_unavailable at every proxy within 60 s; the admin, another identity, goes on; served again without a restart";

    protected override void Mend(KeyWorld world) => world.Vault.Permit(KeyWorld.ProxyIdentity, null);

    protected override async Task<Observation> PlayAsync(KeyWorld world, FaultContext context, CancellationToken cancellationToken)
    {
        using var acme = await Watch.OfAsync(world, "agent@acme");
        using var globex = await Watch.OfAsync(world, "agent@globex");
        var admin = await AdminWatch.OfAsync(world, cancellationToken);
        world.Vault.Permit(KeyWorld.ProxyIdentity, []);
        var off = Stopwatch.StartNew();
        var refused = await Task.WhenAll(
            acme.RefusedAsync(off, 403, "tenant_key_unavailable", cancellationToken), globex.RefusedAsync(off, 403, "tenant_key_unavailable", cancellationToken));
        var adminGoesOn = await admin.IsServedAsync();
        world.Vault.Permit(KeyWorld.ProxyIdentity, null);
        var on = Stopwatch.StartNew();
        var served = await Task.WhenAll(acme.ServedAsync(on, cancellationToken), globex.ServedAsync(on, cancellationToken));
        var slowest = refused.SelectMany(times => times).Max();
        return Observation.Of(
            adminGoesOn && slowest.TotalSeconds <= RevokeRow.MostSeconds,
            Text($"both tenants refused after {slowest.TotalSeconds:0.0} s, the admin {(adminGoesOn ? "goes on" : "is refused too")}, served again after {served.SelectMany(times => times).Max().TotalSeconds:0.0} s"));
    }
}
