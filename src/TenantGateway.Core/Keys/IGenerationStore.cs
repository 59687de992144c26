namespace TenantGateway.Core.Keys;

/// <summary>The durable generation records of all tenants.</summary>
public interface IGenerationStore
{
    ValueTask<IReadOnlyList<GenerationRecord>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Adds records that belong to no new tenant, such as the operator's audit key. An existing tenant, line and number is left as it is.</summary>
    ValueTask AddAsync(IReadOnlyList<GenerationRecord> generations, CancellationToken cancellationToken);

    /// <summary>
    /// Replaces records in one transaction, in this order, durable when it returns: each only where the stored one has the epoch right before its
    /// own, and is absent for epoch 1.
    /// </summary>
    /// <returns>False where somebody else was faster; nothing was changed.</returns>
    ValueTask<bool> TryChangeAsync(IReadOnlyList<GenerationRecord> changed, CancellationToken cancellationToken);
}
