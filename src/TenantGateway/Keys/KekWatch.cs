using TenantGateway.Core.Access;
using TenantGateway.Core.Audit;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Termination;

namespace TenantGateway.Keys;

/// <summary>
/// Draws the consequences of what the key service answers, to a probe and to an unwrap alike: a denial, and an outage that outlasts its grace, shut the
/// tenant out and zero what is held, at once and before anybody is told; a good answer opens again.
/// </summary>
internal sealed class KekWatch(KekStates states, HeldGenerations held, KeyEvents events, ITombstones tombstones, ILogger<KekWatch> logger)
{
    /// <returns>False where the answer came too late: what it brought must not be used.</returns>
    internal bool Succeeded(KekState kek, long startedAt, int turn)
    {
        var change = kek.Succeeded(startedAt, turn);
        Follow(kek, change);
        return change != KekChange.Outdated;
    }

    internal void Failed(KekState kek, KeyServiceFailure failure)
    {
        if (failure == KeyServiceFailure.Denied && HasEnded(kek)) held.Retire(kek.Tenant, kek.KekId);
        else Follow(kek, kek.Failed(failure));
    }

    /// <summary>Shuts what an outage has outlasted the grace of.</summary>
    internal void EndGrace(KekState kek) => Follow(kek, kek.EndGrace());

    private void Follow(KekState kek, KekChange change)
    {
        switch (change)
        {
            case KekChange.Denied:
                var denied = Purge(kek);
                Log.KekDenied(logger, kek.KekId, kek.Tenant, denied);
                events.Add(kek, AuditEvent.KeyRevoked, Reasons.TenantKeyUnavailable.Code);
                events.Add(kek, AuditEvent.KeysPurged, Reasons.TenantKeyUnavailable.Code, denied);
                break;
            case KekChange.GraceOver:
                var unanswered = Purge(kek);
                Log.GraceOver(logger, kek.KekId, kek.Tenant, kek.Grace.TotalSeconds, unanswered);
                events.Add(kek, AuditEvent.KeysPurged, Reasons.KeyServiceUnavailable.Code, unanswered);
                break;
            case KekChange.Opened:
                states.JudgeAgain(kek.Tenant);
                Log.KekOpened(logger, kek.KekId, kek.Tenant);
                events.Add(kek, AuditEvent.KeyRestored, "ok");
                break;
            case KekChange.Failing:
                Log.KekFailing(logger, kek.KekId, kek.Tenant, kek.Grace.TotalSeconds);
                break;
            case KekChange.Recovered:
                Log.KekRecovered(logger, kek.KekId, kek.Tenant);
                break;
            default:
                break;
        }
    }

    // An audit key that went with its last record, which this process has not read yet: nobody has turned it off. Where that cannot be told, somebody has.
    private bool HasEnded(KekState kek)
    {
        try
        {
            return KekNames.IsOfAudit(kek.KekId, kek.Tenant) && tombstones.ReadEndedAuditKeys().Contains(kek.Tenant);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    // First the door, then the keys: whoever gets in between finds no key.
    private int Purge(KekState kek)
    {
        states.JudgeAgain(kek.Tenant);
        return held.Retire(kek.Tenant, kek.KekId);
    }
}
