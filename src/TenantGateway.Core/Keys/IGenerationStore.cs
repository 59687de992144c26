namespace TenantGateway.Core.Keys;

/// <summary>The durable generation records of all tenants.</summary>
public interface IGenerationStore
{
    ValueTask<IReadOnlyList<GenerationRecord>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Adds records that belong to no new tenant, such as the operator's audit key. An existing tenant, line and number is left as it is.</summary>
    ValueTask AddAsync(IReadOnlyList<GenerationRecord> generations, CancellationToken cancellationToken);
}
