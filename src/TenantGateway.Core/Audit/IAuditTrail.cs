using TenantGateway.Core.Access;

namespace TenantGateway.Core.Audit;

/// <summary>The audit trail as the rest of the gateway sees it.</summary>
public interface IAuditTrail
{
    /// <summary>
    /// Returns when the entry is durable. What the entry records must not become visible before. Cancellation ends the wait, not the
    /// record: a caller who hangs up does not escape the trail.
    /// </summary>
    /// <exception cref="AuditUnavailableException">The entry could not be made durable: refuse what it would have recorded.</exception>
    ValueTask CommitAsync(AuditEntry entry, CancellationToken cancellationToken);

    /// <summary>
    /// As <see cref="CommitAsync"/>, for what has happened whether it is on record or not: the wait has no limit of its own, so that an entry which is tried again after a failure
    /// is not in the trail twice.
    /// </summary>
    /// <exception cref="AuditUnavailableException">The entry is not in the trail.</exception>
    ValueTask CommitWithoutLimitAsync(AuditEntry entry, CancellationToken cancellationToken);

    /// <summary>Counts a refusal of a caller who is nobody yet, or that denied nobody anything; the counts are recorded once a minute.</summary>
    void CountAnonymousRefusal(Reason reason);
}

/// <summary>The audit trail cannot be written.</summary>
public sealed class AuditUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
