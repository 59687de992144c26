using TenantGateway.Core.Tenants;

namespace TenantGateway.Core.Operations;

/// <summary>The durable operations; nothing here says that a record can be trusted.</summary>
public interface IOperationStore
{
    ValueTask AddAsync(OperationRecord record, CancellationToken cancellationToken);

    ValueTask<OperationRecord?> FindAsync(string id, CancellationToken cancellationToken);

    /// <summary>The newest first, of that state and tenant where they are given.</summary>
    ValueTask<IReadOnlyList<OperationRecord>> ListAsync(OperationState? state, TenantId? tenant, int limit, CancellationToken cancellationToken);

    /// <summary>Replaces what may change (state, decision, end, outcome, lease, signature) where the stored record has the epoch right before its own.</summary>
    /// <returns>False where somebody else was faster; nothing was changed.</returns>
    ValueTask<bool> TryChangeAsync(OperationRecord changed, CancellationToken cancellationToken);

    /// <summary>Moves the lease of a run, or gives it up, where the stored record still has that epoch.</summary>
    ValueTask<bool> TryLeaseAsync(string id, long epoch, DateTimeOffset? until, CancellationToken cancellationToken);
}
