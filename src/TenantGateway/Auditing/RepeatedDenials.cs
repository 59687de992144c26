using TenantGateway.Core.Access;
using TenantGateway.Core.Audit;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Auditing;

/// <summary>
/// Counts one actor's denials for one reason: the first of a minute are recorded each, the others together when it is over. So whoever has an account cannot fill the trail that
/// all tenants share, and no denial goes untold.
/// </summary>
internal sealed class RepeatedDenials
{
    internal const int RecordedEach = 30;

    // As many as may be told apart in a minute; those beyond are recorded each, as if they were the first.
    private const int MostKinds = 10_000;

    private readonly Lock _gate = new();
    private Dictionary<Kind, long> _counts = [];

    /// <returns>True where the entry is counted and is not to be recorded by itself.</returns>
    internal bool TryCount(AuditEntry entry)
    {
        if (entry.Event != AuditEvent.AccessDenied && entry.Event != AuditEvent.SecurityAlert) return false;
        var kind = new Kind(entry.Event, entry.Tenant, entry.Actor, entry.Outcome);
        lock (_gate)
        {
            var count = _counts.GetValueOrDefault(kind);
            if (count == 0 && _counts.Count >= MostKinds) return false;
            _counts[kind] = count + 1;
            return count >= RecordedEach;
        }
    }

    /// <summary>What was only counted since the last call, as entries; the next denials are the first again.</summary>
    internal List<AuditEntry> Take()
    {
        Dictionary<Kind, long> counts;
        lock (_gate) (counts, _counts) = (_counts, []);
        return [.. counts.Where(count => count.Value > RecordedEach).Select(count => count.Key.Sum(count.Value - RecordedEach))];
    }

    private readonly record struct Kind(AuditEvent Event, TenantId Tenant, ActorId? Actor, string Outcome)
    {
        public AuditEntry Sum(long count) => new() { Event = Event, Tenant = Tenant, Actor = Actor, Outcome = Outcome, Count = count };
    }
}
