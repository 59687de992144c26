using TenantGateway.Core.Tenants;

namespace TenantGateway.Core.Conversion;

/// <summary>The durable inventories of tenants, and what was found in their datasets; both with the signatures that they came with.</summary>
public interface IConversionStore
{
    ValueTask<DatasetInventory?> FindInventoryAsync(TenantId tenant, CancellationToken cancellationToken);

    /// <summary>Replaces the inventory of the tenant where the stored one has the epoch right before this one's; the first has epoch 1.</summary>
    /// <returns>False where somebody else was faster; nothing was changed.</returns>
    ValueTask<bool> TryDeclareAsync(DatasetInventory inventory, CancellationToken cancellationToken);

    /// <summary>Adds a run; one of that id is left as it is.</summary>
    ValueTask AddAsync(ConversionRun run, CancellationToken cancellationToken);

    ValueTask<ConversionRun?> FindAsync(string id, CancellationToken cancellationToken);

    /// <summary>The runs of a tenant, the newest first.</summary>
    ValueTask<IReadOnlyList<ConversionRun>> ListAsync(TenantId tenant, int limit, CancellationToken cancellationToken);

    /// <summary>Replaces what may change where the stored run has the epoch right before this one's.</summary>
    /// <returns>False where somebody else was faster; nothing was changed.</returns>
    ValueTask<bool> TryChangeAsync(ConversionRun changed, CancellationToken cancellationToken);
}
