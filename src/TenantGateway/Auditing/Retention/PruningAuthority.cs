using TenantGateway.Core.Audit;
using TenantGateway.Core.Audit.Checkpoints;
using TenantGateway.Core.Audit.Merkle;
using TenantGateway.Core.Audit.Retention;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Auditing.Retention;

/// <summary>Puts on record what will be gone, signed, before anything goes, and has the log signed with it.</summary>
internal sealed class PruningAuthority(IAuditStore log, IAuditRetentionStore store, IAuditTrail audit, IAuditCheckpoints checkpoints, IKeyEncryptionService keyService)
{
    /// <returns>False where the log may not be signed: nothing goes from a log that is in doubt.</returns>
    internal async Task<bool> TryAuthoriseAsync(TenantId tenant, MerkleFrontier due, DateTimeOffset until, int days, CancellationToken cancellationToken)
    {
        if (await checkpoints.NowAsync(cancellationToken) is null) return false;
        var notice = new PruningNotice { Through = due.Size, Root = due.Root(), Until = until, Days = days, Signature = default };
        var origin = LogOrigin.Of((await log.ReadHeadAsync(cancellationToken)).LogId);
        var encoded = PruningNoticeEncoding.Encode(origin, tenant.Value, notice);
        notice = notice with { Signature = await keyService.SignAsync(RecordSignature.Digest(encoded), cancellationToken) };

        var last = await store.FindLastSequenceAsync(tenant.Value, cancellationToken);
        await audit.CommitAsync(new AuditEntry { Event = AuditEvent.AuditPruned, Tenant = tenant, Outcome = AuditOutcomes.Ok, ActorType = "system", Pruning = notice }, cancellationToken);
        if (await checkpoints.NowAsync(cancellationToken) is null) return false;
        if (await FindAsync(tenant.Value, last, notice, cancellationToken) is not { } sequence) return false;
        await store.AuthoriseAsync(tenant.Value, notice.Through, sequence, cancellationToken);
        return true;
    }

    private async Task<long?> FindAsync(string tenant, long after, PruningNotice notice, CancellationToken cancellationToken)
    {
        while (await log.ReadAsync(tenant, after, 1000, cancellationToken) is { Count: > 0 } rows)
        {
            foreach (var row in rows)
            {
                if (PruningNotices.TryRead(row.Leaf, out var found) && found.Signature.Span.SequenceEqual(notice.Signature.Span)) return row.Sequence;
            }

            after = rows[^1].Sequence;
        }

        return null;
    }
}
