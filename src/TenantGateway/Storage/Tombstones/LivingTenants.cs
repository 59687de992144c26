using TenantGateway.Core.Keys;
using TenantGateway.Core.Tenants;
using TenantGateway.Core.Termination;

namespace TenantGateway.Storage.Tombstones;

/// <summary>The stored tenants, but for the dead: one with a tombstone is destroyed and has neither members nor hosts, whatever the database says.</summary>
internal sealed class LivingTenants(ITenantStore stored, ITombstones tombstones, ILogger<LivingTenants> logger) : ITenantStore
{
    public async ValueTask<IReadOnlyList<Tenant>> ListAsync(CancellationToken cancellationToken)
    {
        var tenants = await stored.ListAsync(cancellationToken);
        // Read after the tenants: one that dies in between is dead.
        var dead = tombstones.ReadDead();
        return dead.Count == 0 ? tenants : [.. tenants.Select(tenant => dead.Contains(tenant.Id) ? Buried(tenant) : tenant)];
    }

    public ValueTask<CreateTenantOutcome> CreateAsync(Tenant tenant, IReadOnlyList<GenerationRecord> generations, CancellationToken cancellationToken) =>
        tombstones.ReadDead().Contains(tenant.Id) ? ValueTask.FromResult(CreateTenantOutcome.Conflict) : stored.CreateAsync(tenant, generations, cancellationToken);

    public ValueTask<UpdateTenantResult> UpdateAsync(Tenant tenant, long revision, CancellationToken cancellationToken) =>
        tombstones.ReadDead().Contains(tenant.Id) ? ValueTask.FromResult(new UpdateTenantResult(UpdateTenantOutcome.Ended, null, null)) : stored.UpdateAsync(tenant, revision, cancellationToken);

    private Tenant Buried(Tenant tenant)
    {
        if (tenant.State is TenantState.Active or TenantState.Suspended) Log.ResurrectionRefused(logger, tenant.Id);
        return tenant with { State = TenantState.Destroyed, Organizations = [], Hosts = [], Placement = TenantPlacement.Anywhere };
    }
}
