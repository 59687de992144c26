using TenantGateway.Core.Audit;
using TenantGateway.Core.Audit.Retention;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Tenants;
using TenantGateway.Core.Termination;

namespace TenantGateway.Auditing.Retention;

/// <summary>Ends the audit key of a tenant that was destroyed, once nothing is left of its records but the notice that they are gone.</summary>
internal sealed class LastRecords(IAuditRetentionStore store, IAuditStore log, ITenantLives lives, IAuditKeyCustody custody, IAuditTrail audit, ILogger<LastRecords> logger)
{
    internal async Task EndAllAsync(CancellationToken cancellationToken)
    {
        foreach (var life in await lives.ListAsync(cancellationToken))
        {
            if (life.Termination is not { Phase: TerminationPhase.Destroyed } || life.Hold is not null) continue;
            try
            {
                if (await IsOverAsync(life.Tenant, cancellationToken) && await custody.HoldsAsync(life.Tenant, cancellationToken)) await EndAsync(life.Tenant, cancellationToken);
            }
            catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
            {
                // Tried again in the next round, and the others' is over as well.
                Log.KeyNotEnded(logger, life.Tenant, fault);
            }
        }
    }

    private async Task EndAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        await RecordAsync(tenant, AuditOutcomes.Intent);
        await custody.EndAsync(tenant, cancellationToken);
        await RecordAsync(tenant, AuditOutcomes.Ok);
        Log.KeyEnded(logger, tenant);
    }

    private async Task<bool> IsOverAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        if ((await store.ListHoldsAsync(cancellationToken)).Any(hold => hold.Tenant == tenant)) return false;
        var progress = await store.FindProgressAsync(tenant.Value, cancellationToken);
        // A notice that is not worked off yet covers records that are there.
        if (progress.Through < progress.AuthorisedThrough) return false;
        for (var after = progress.Through; await log.ReadAsync(tenant.Value, after, 100, cancellationToken) is { Count: > 0 } rows; after = rows[^1].Sequence)
        {
            if (rows.Any(row => !AuditLeafHead.TryRead(row.Leaf, out var head) || head.Event != AuditEvent.AuditPruned.Name)) return false;
        }

        return true;
    }

    private ValueTask RecordAsync(TenantId tenant, string outcome) => audit.CommitAsync(
        new AuditEntry { Event = AuditEvent.AuditKeyEnded, Tenant = TenantId.Operator, Outcome = outcome, ActorType = "system", Subject = tenant.Value }, CancellationToken.None);
}
