using TenantGateway.Core.Audit.Checkpoints;
using TenantGateway.Core.Audit.Retention;

namespace TenantGateway.Core.Audit.Verification;

/// <summary>The notices of prunings that hold: signed by the log's key for that log and tenant, and not before the records were due.</summary>
internal sealed class PruningRecords(string origin, NoteKey key)
{
    private readonly Dictionary<string, PrunedRange> _ranges = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, PrunedRange> Ranges => _ranges;

    /// <summary>Takes a record.</summary>
    /// <returns>What is wrong with its notice, or null, also where it has none.</returns>
    public AuditFinding? Add(ReadOnlyMemory<byte> leaf)
    {
        if (!PruningNotices.TryRead(leaf, out var notice) || !AuditLeafHead.TryRead(leaf.Span, out var head)) return null;
        if (!PruningNoticeEncoding.IsSigned(notice, origin, head.Tenant, key.SubjectPublicKeyInfo.Span)) return Wrong(head, "pruning_not_signed", "It authorises a pruning, and its notice is not signed with the key given.");
        if (notice.Through < 1 || notice.Through >= head.Sequence || notice.Until.AddDays(notice.Days) > head.Time) return Wrong(head, "pruning_not_due", "It authorises a pruning of records that were not due.");
        if (!_ranges.TryGetValue(head.Tenant, out var known) || known.Notice.Through < notice.Through) _ranges[head.Tenant] = new PrunedRange(head.Tenant, notice, head.Sequence, head.Time);
        return null;
    }

    private static AuditFinding Wrong(AuditLeafHead head, string code, string problem) => new(code, problem) { Tenant = head.Tenant, Sequence = head.Sequence };
}
