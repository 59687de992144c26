using TenantGateway.Core.Audit;

namespace TenantGateway.Auditing;

/// <summary>Where each tenant's trail ends, and the giving out of the next places. Thrown away when an append fails: only the store knows then.</summary>
internal sealed class AuditTails
{
    private readonly Dictionary<string, Tail> _tails;

    internal AuditTails(IEnumerable<AuditTail> stored) =>
        _tails = stored.ToDictionary(tail => tail.Tenant, tail => new Tail(tail.Sequence, AuditLeaf.HashOf(tail.Leaf)), StringComparer.Ordinal);

    /// <summary>Encodes the entry at the end of its tenant's trail, which it thereby becomes.</summary>
    internal AuditRow Extend(PendingEntry pending, DateTimeOffset now)
    {
        var tenant = pending.Entry.Tenant.Value;
        var last = _tails.GetValueOrDefault(tenant);
        var place = new AuditPlace(last.Sequence + 1, last.Hash, now, pending.Details.Mark);
        var leaf = AuditLeaf.Encode(pending.Entry, place);
        _tails[tenant] = new Tail(place.Sequence, AuditLeaf.HashOf(leaf));
        return new AuditRow(tenant, place.Sequence, leaf, pending.Details.Bytes);
    }

    private readonly record struct Tail(long Sequence, string? Hash);
}
