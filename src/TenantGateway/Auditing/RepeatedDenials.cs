using TenantGateway.Core.Access;
using TenantGateway.Core.Audit;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Auditing;

/// <summary>
/// Counts one actor's denials for one reason, and answers with tokens that are not its tenant's or damaged: the first of a minute are recorded each, the others together when it is over. So neither whoever
/// has an account nor a service with damaged rows can fill the trail that all tenants share, and nothing goes untold.
/// </summary>
internal sealed class RepeatedDenials
{
    internal const int RecordedEach = 30;

    // As many as may be told apart in a minute; those beyond are recorded each, as if they were the first.
    private const int MostKinds = 10_000;

    private readonly Lock _gate = new();
    private Dictionary<Kind, Tally> _counts = [];

    /// <returns>True where the entry is counted and is not to be recorded by itself.</returns>
    internal bool TryCount(AuditEntry entry)
    {
        if (entry.Event != AuditEvent.AccessDenied && entry.Event != AuditEvent.SecurityAlert && entry.Event != AuditEvent.ForeignToken && entry.Event != AuditEvent.DamagedToken) return false;
        var kind = new Kind(entry.Event, entry.Tenant, entry.Actor, entry.Outcome);
        lock (_gate)
        {
            var tally = _counts.GetValueOrDefault(kind);
            if (tally.Entries == 0 && _counts.Count >= MostKinds) return false;
            var isCounted = tally.Entries >= RecordedEach;
            _counts[kind] = new Tally(tally.Entries + 1, tally.Counted + (isCounted ? entry.Count ?? 1 : 0));
            return isCounted;
        }
    }

    /// <summary>What was only counted since the last call, as entries; the next denials are the first again.</summary>
    internal List<AuditEntry> Take()
    {
        Dictionary<Kind, Tally> counts;
        lock (_gate) (counts, _counts) = (_counts, []);
        return [.. counts.Where(count => count.Value.Counted > 0).Select(count => count.Key.Sum(count.Value.Counted))];
    }

    private readonly record struct Tally(long Entries, long Counted);

    private readonly record struct Kind(AuditEvent Event, TenantId Tenant, ActorId? Actor, string Outcome)
    {
        public AuditEntry Sum(long count) => new() { Event = Event, Tenant = Tenant, Actor = Actor, Outcome = Outcome, Count = count };
    }
}
