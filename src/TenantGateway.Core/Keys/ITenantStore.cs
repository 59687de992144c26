using TenantGateway.Core.Tenants;

namespace TenantGateway.Core.Keys;

/// <summary>The durable record of tenants and, because the two are created together, of their first key generations.</summary>
public interface ITenantStore
{
    ValueTask<IReadOnlyList<Tenant>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Writes tenant and generations in one transaction, durable when it returns.</summary>
    ValueTask<CreateTenantOutcome> CreateAsync(Tenant tenant, IReadOnlyList<GenerationRecord> generations, CancellationToken cancellationToken);

    /// <summary>
    /// Replaces what defines a tenant, in one transaction, durable when it returns; only where its revision is still the one that is named. A binding that stays keeps
    /// whether it shares its actors.
    /// </summary>
    ValueTask<UpdateTenantResult> UpdateAsync(Tenant tenant, long revision, CancellationToken cancellationToken);
}
