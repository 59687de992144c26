using TenantGateway.Core.Keys;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Keys;

/// <summary>
/// Creates tenants together with their keys. Idempotent: a second creation, also a concurrent one, makes keys in vain and gets the store's
/// answer; the key-encryption key is the same both times.
/// </summary>
internal sealed class TenantProvisioning(
    GenerationFactory generations, ITenantStore store, KeyRings keyRings, ITenantDirectory directory, ILogger<TenantProvisioning> logger) : ITenantProvisioning
{
    private static readonly KeyLine[] Lines = [KeyLine.Data, KeyLine.Lookup, KeyLine.Audit];

    /// <inheritdoc/>
    /// <returns><see cref="CreateTenantOutcome.Conflict"/> for the operator's own id, which no customer may have, and for that of a tenant that has ended.</returns>
    /// <exception cref="KeyServiceException">The key service failed; nothing was stored.</exception>
    public async ValueTask<CreateTenantOutcome> CreateAsync(Tenant tenant, CancellationToken cancellationToken)
    {
        if (tenant.Id == TenantId.Operator) return CreateTenantOutcome.Conflict;
        // The id stays taken, and no key is made for it.
        if (directory.Find(tenant.Id) is { State: TenantState.Terminated or TenantState.Destroyed }) return CreateTenantOutcome.Conflict;
        var first = await generations.CreateFirstAsync(tenant.Id, Lines, cancellationToken);
        var outcome = await store.CreateAsync(tenant, first, cancellationToken);
        // Also where it existed: a creation that was cut off here, or another replica's, becomes known. The keys first: a tenant takes traffic once
        // the directory knows it. Not cancelled with the caller, because what is stored is stored.
        if (outcome != CreateTenantOutcome.Conflict)
        {
            await keyRings.ReloadAsync(CancellationToken.None);
            await directory.ReloadAsync(CancellationToken.None);
        }

        Log.Provisioned(logger, tenant.Id, outcome);
        return outcome;
    }
}
