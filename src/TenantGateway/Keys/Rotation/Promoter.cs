using TenantGateway.Core.Access;
using TenantGateway.Core.Audit;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Keys.Rotation;

namespace TenantGateway.Keys.Rotation;

/// <summary>
/// Makes pending generations primary once they are due: known everywhere, and proven to unwrap. All it goes by are the records, so it takes up what a
/// process that was killed has left.
/// </summary>
internal sealed class Promoter(KeyRings keyRings, PromotionClock clock, RotationWriter writer, RotationTrail trail, ILogger<Promoter> logger)
{
    private const string NotNow = "another generation is still searched by";

    /// <summary>Looks after every pending generation once.</summary>
    internal async Task TickAsync(CancellationToken cancellationToken)
    {
        var pending = keyRings.Pending;
        clock.Observe(pending);
        foreach (var record in pending.Where(record => clock.Left(record.KeyId) == TimeSpan.Zero)) await TryPromoteAsync(record, cancellationToken);
    }

    private async Task TryPromoteAsync(GenerationRecord pending, CancellationToken cancellationToken)
    {
        try
        {
            // :: Step 1: is it still there, and does it unwrap?
            await keyRings.ReloadAsync(cancellationToken);
            if (keyRings.Find(pending.KeyId)?.State != GenerationState.Pending) return;
            if (!await UnwrapsAsync(pending, cancellationToken))
            {
                await AbandonAsync(pending);
                return;
            }

            // :: Step 2: it and the old primary change in one step
            await PromoteAsync(pending);
        }
        catch (Exception fault) when (fault is KeyServiceException or AuditUnavailableException)
        {
            clock.Restart(pending.KeyId);
            Log.NotPromoted(logger, pending.KeyId, pending.Tenant, fault is KeyServiceException service ? $"the key service failed ({service.Failure})" : "it cannot be recorded");
        }
    }

    // False only where the wrapped key is no key: an outage or a key-encryption key that is turned off says nothing about it.
    private async Task<bool> UnwrapsAsync(GenerationRecord pending, CancellationToken cancellationToken)
    {
        try
        {
            using var lease = await keyRings.LeaseAsync(pending.Tenant, new[] { pending.KeyId }, cancellationToken);
            return lease.Ring.Find(pending.KeyId) is not null;
        }
        catch (KeyServiceException fault) when (fault.Failure == KeyServiceFailure.Invalid)
        {
            return false;
        }
    }

    private async Task PromoteAsync(GenerationRecord pending)
    {
        var records = keyRings.RecordsOf(pending.Tenant);
        if (RotationPlanner.Promotion(pending.Line, records) is not { } changes)
        {
            clock.Restart(pending.KeyId);
            Log.NotPromoted(logger, pending.KeyId, pending.Tenant, NotNow);
            return;
        }

        var outcome = await trail.RunAsync(
            AuditEvent.GenerationPromoted, ActorId.System, pending.Tenant, pending.KeyId,
            async () => await writer.TryWriteAsync(records, changes, null, CancellationToken.None) ? "ok" : Reasons.ChangedMeanwhile.Code);
        await keyRings.ReloadAsync(CancellationToken.None);
        if (outcome == "ok") Log.Promoted(logger, pending.KeyId, pending.Tenant, pending.Line);
    }

    private async Task AbandonAsync(GenerationRecord pending)
    {
        var records = keyRings.RecordsOf(pending.Tenant);
        await trail.RunAsync(
            AuditEvent.GenerationAbandoned, ActorId.System, pending.Tenant, pending.KeyId,
            async () => await writer.TryWriteAsync(records, [RotationPlanner.Abandonment(pending)], null, CancellationToken.None) ? "ok" : Reasons.ChangedMeanwhile.Code);
        await keyRings.ReloadAsync(CancellationToken.None);
        Log.Abandoned(logger, pending.KeyId, pending.Tenant);
    }
}
