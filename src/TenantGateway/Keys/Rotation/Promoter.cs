using TenantGateway.Core.Access;
using TenantGateway.Core.Audit;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Keys.Rotation;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Keys.Rotation;

/// <summary>
/// Makes pending generations primary once they are due: known everywhere, and proven to unwrap. All it goes by are the records, so it takes up what a
/// process that was killed has left.
/// </summary>
internal sealed class Promoter(
    KeyRings keyRings, GenerationUnwrapper unwrapper, ITenantDirectory tenants, PromotionClock clock, RotationWriter writer, RotationTrail trail, RotationMetrics metrics,
    ILogger<Promoter> logger)
{
    private const string NotNow = "another generation is still searched by";

    /// <summary>Looks after every pending generation once.</summary>
    internal async Task TickAsync(CancellationToken cancellationToken)
    {
        var pending = keyRings.Pending;
        clock.Observe(pending);
        foreach (var record in pending.Where(record => clock.Left(record.KeyId) == TimeSpan.Zero && tenants.IsAlive(record.Tenant))) await TryPromoteAsync(record, cancellationToken);
    }

    private async Task TryPromoteAsync(GenerationRecord pending, CancellationToken cancellationToken)
    {
        try
        {
            // :: Step 1: is it still there, and does it unwrap?
            await keyRings.ReloadAsync(cancellationToken);
            var stored = keyRings.RecordsOf(pending.Tenant).FirstOrDefault(record => record.KeyId == pending.KeyId);
            if (stored?.State != GenerationState.Pending) return;
            if (!await UnwrapsAsync(stored, cancellationToken))
            {
                await AbandonAsync(pending);
                return;
            }

            // :: Step 2: is it wrapped by what wraps its line now? If not, it is brought there, and becomes primary at the next look
            if (RotationPlanner.Alignment(pending.Line, keyRings.RecordsOf(pending.Tenant)) is var (change, kekId))
            {
                await AlignAsync(pending, change, kekId, cancellationToken);
                return;
            }

            // :: Step 3: it and the old primary change in one step
            await PromoteAsync(pending);
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            // Whatever it is: those of other tenants must not wait for it.
            PutOff(pending, RotationFaults.Tell(fault));
        }
    }

    private void PutOff(GenerationRecord pending, string fault)
    {
        clock.Restart(pending.KeyId);
        metrics.Promotion("put_off");
        Log.NotPromoted(logger, pending.KeyId, pending.Tenant, fault);
    }

    // False only where this wrapped key is no key: an outage, a key-encryption key that is turned off, or damage to another generation says nothing about it.
    private async Task<bool> UnwrapsAsync(GenerationRecord stored, CancellationToken cancellationToken)
    {
        try
        {
            if (await unwrapper.UnwrapAsync(stored).WaitAsync(cancellationToken) is not null) return true;
            throw new KeyServiceException(KeyServiceFailure.Unavailable, $"Generation {stored.KeyId} was retired while it was asked for.");
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
            PutOff(pending, NotNow);
            return;
        }

        var outcome = await trail.RunAsync(
            AuditEvent.GenerationPromoted, ActorId.System, pending.Tenant, pending.KeyId,
            async () => await writer.TryWriteAsync(records, changes, null, CancellationToken.None) ? RotationTrail.Done : Reasons.ChangedMeanwhile.Code);
        await keyRings.ReloadAsync(CancellationToken.None);
        if (outcome != RotationTrail.Done) return;
        metrics.Promotion("done");
        Log.Promoted(logger, pending.KeyId, pending.Tenant, pending.Line);
    }

    private async Task AlignAsync(GenerationRecord pending, GenerationChange change, string kekId, CancellationToken cancellationToken)
    {
        if (await writer.TryWriteAsync(keyRings.RecordsOf(pending.Tenant), [change], kekId, cancellationToken)) Log.Aligned(logger, pending.KeyId, pending.Tenant, kekId);
        await keyRings.ReloadAsync(CancellationToken.None);
    }

    private async Task AbandonAsync(GenerationRecord pending)
    {
        var records = keyRings.RecordsOf(pending.Tenant);
        var outcome = await trail.RunAsync(
            AuditEvent.GenerationAbandoned, ActorId.System, pending.Tenant, pending.KeyId,
            async () => await writer.TryWriteAsync(records, [RotationPlanner.Abandonment(pending)], null, CancellationToken.None) ? RotationTrail.Done : Reasons.ChangedMeanwhile.Code);
        await keyRings.ReloadAsync(CancellationToken.None);
        if (outcome != RotationTrail.Done) return;
        metrics.Promotion("abandoned");
        Log.Abandoned(logger, pending.KeyId, pending.Tenant);
    }
}
