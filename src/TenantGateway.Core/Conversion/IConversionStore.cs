using TenantGateway.Core.Tenants;

namespace TenantGateway.Core.Conversion;

/// <summary>The durable datasets of tenants, and what was found in them.</summary>
public interface IConversionStore
{
    /// <summary>By name.</summary>
    ValueTask<IReadOnlyList<Dataset>> ListDatasetsAsync(TenantId tenant, CancellationToken cancellationToken);

    /// <summary>Makes these the datasets of the tenant, in one transaction; one that was declared before keeps its time.</summary>
    ValueTask DeclareAsync(TenantId tenant, IReadOnlyList<Dataset> datasets, CancellationToken cancellationToken);

    /// <summary>Adds a run; one of that id is left as it is.</summary>
    ValueTask AddAsync(ConversionRun run, CancellationToken cancellationToken);

    ValueTask<ConversionRun?> FindAsync(string id, CancellationToken cancellationToken);

    /// <summary>The runs of a tenant, the newest first.</summary>
    ValueTask<IReadOnlyList<ConversionRun>> ListAsync(TenantId tenant, int limit, CancellationToken cancellationToken);

    /// <summary>Replaces what may change where the stored run has the epoch right before this one's.</summary>
    /// <returns>False where somebody else was faster; nothing was changed.</returns>
    ValueTask<bool> TryChangeAsync(ConversionRun changed, CancellationToken cancellationToken);
}
