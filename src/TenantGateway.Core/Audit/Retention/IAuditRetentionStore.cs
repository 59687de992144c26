using TenantGateway.Core.Access;
using TenantGateway.Core.Audit.Merkle;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Core.Audit.Retention;

/// <summary>How long records are kept, what keeps them longer, and the pruning itself.</summary>
public interface IAuditRetentionStore
{
    ValueTask<IReadOnlyList<RetentionPeriod>> ListPeriodsAsync(CancellationToken cancellationToken);

    /// <summary>Sets a tenant's period in place of the one before.</summary>
    ValueTask SetPeriodAsync(RetentionPeriod period, CancellationToken cancellationToken);

    ValueTask<IReadOnlyList<AuditHold>> ListHoldsAsync(CancellationToken cancellationToken);

    /// <returns>False where the tenant is held already.</returns>
    ValueTask<bool> TryHoldAsync(AuditHold hold, CancellationToken cancellationToken);

    /// <summary>Ends exactly that hold.</summary>
    ValueTask<bool> TryLiftAsync(AuditHold hold, CancellationToken cancellationToken);

    /// <summary>Every tenant that has records, the operator among them, whether it lives or not.</summary>
    ValueTask<IReadOnlyList<string>> ListTenantsAsync(CancellationToken cancellationToken);

    /// <summary>How far a tenant's records are pruned.</summary>
    ValueTask<PruningProgress> FindProgressAsync(string tenant, CancellationToken cancellationToken);

    /// <summary>The number of a tenant's last record; 0 where it has none.</summary>
    ValueTask<long> FindLastSequenceAsync(string tenant, CancellationToken cancellationToken);

    /// <summary>Takes the turn to prune, where the round before is long enough ago and no other process has the turn.</summary>
    ValueTask<bool> TryBeginRoundAsync(PruningTurn turn, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Takes out of the database's files what was pruned, in this round or one before that could not.</summary>
    /// <returns>False where readers were in the way.</returns>
    ValueTask<bool> TryScrubAsync(string holder, CancellationToken cancellationToken);

    /// <summary>Ends the round; the next begins from then on.</summary>
    ValueTask EndRoundAsync(string holder, DateTimeOffset next, CancellationToken cancellationToken);

    /// <summary>Notes that a notice is on record: from now on its records may be pruned.</summary>
    ValueTask AuthoriseAsync(string tenant, long through, long noticeSequence, CancellationToken cancellationToken);

    /// <summary>
    /// Prunes the next batches of a tenant in one transaction, their details and what the search index has of them as well, as far as is authorised: nothing where the tenant is held or the turn is lost.
    /// </summary>
    /// <returns>How far it is pruned now; null where it must stop.</returns>
    ValueTask<PruningProgress?> PruneAsync(string tenant, PruningTurn turn, DateTimeOffset now, int batches, CancellationToken cancellationToken);

    /// <summary>Erases the sealed details of a tenant's next batches in one transaction, at most to a number. Nothing where the tenant is held or the turn is lost.</summary>
    /// <returns>To which number they are erased now; null where it must stop.</returns>
    ValueTask<long?> EraseDetailsAsync(string tenant, long through, PruningTurn turn, DateTimeOffset now, int batches, CancellationToken cancellationToken);
}

/// <param name="Tenant">Whose records.</param>
/// <param name="RecordDays">How long they are kept.</param>
/// <param name="DetailDays">How long their sealed details are kept, at most as long.</param>
/// <param name="Operation">The operation that two people decided: without it, it does not count.</param>
/// <param name="SetAt">When.</param>
public sealed record RetentionPeriod(TenantId Tenant, int RecordDays, int DetailDays, string Operation, DateTimeOffset SetAt);

/// <summary>Keeps a tenant's records from being pruned, such as for a court. Why is in the audit trail only.</summary>
public sealed record AuditHold(TenantId Tenant, DateTimeOffset Since, ActorId By);

/// <param name="Holder">Which process, by a name that no other has.</param>
/// <param name="Until">Until when it has the turn to itself.</param>
public readonly record struct PruningTurn(string Holder, DateTimeOffset Until);

/// <param name="Through">Up to which number records are pruned; 0 for none.</param>
/// <param name="Tree">A tree over the leaf hashes of these.</param>
/// <param name="AuthorisedThrough">Up to which number a notice is on record.</param>
/// <param name="NoticeSequence">The number of the record of that notice; 0 for none.</param>
/// <param name="DetailsThrough">Up to which number sealed details are erased.</param>
public sealed record PruningProgress(long Through, MerkleFrontier Tree, long AuthorisedThrough, long NoticeSequence, long DetailsThrough);
