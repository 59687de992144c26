using System.Globalization;
using TenantGateway.Core.Audit.Merkle;
using TenantGateway.Core.Audit.Retention;

namespace TenantGateway.Core.Audit.Verification;

/// <summary>Follows every tenant's records: each must be numbered one after the one before it and name it by its hash, so that none is missing and none was exchanged.</summary>
public sealed class TenantChains
{
    private readonly Dictionary<string, Link> _last = new(StringComparer.Ordinal);

    /// <summary>The last number of each tenant.</summary>
    public IEnumerable<KeyValuePair<string, long>> Last => _last.Select(link => KeyValuePair.Create(link.Key, link.Value.Sequence));

    /// <summary>Takes the next record in the order of the log.</summary>
    /// <param name="leaf">Its bytes.</param>
    /// <param name="hash">Their leaf hash.</param>
    /// <param name="index">Its index, where it is known.</param>
    /// <param name="mayStartAnywhere">True where the tenant's first records are not at hand.</param>
    /// <returns>What is wrong with it, or null.</returns>
    public AuditFinding? Add(ReadOnlySpan<byte> leaf, MerkleHash hash, long? index, bool mayStartAnywhere = false)
    {
        if (!AuditLeafHead.TryRead(leaf, out var head)) return new AuditFinding("record_unreadable", "It is no record that this version knows.") { Index = index };
        var known = _last.TryGetValue(head.Tenant, out var last);
        _last[head.Tenant] = new Link(head.Sequence, hash, head.Version == 1 ? AuditLeaf.HashOf(leaf) : null);
        return ProblemOf(head, known ? last : null, mayStartAnywhere) is var (code, problem)
            ? new AuditFinding(code, problem) { Index = index, Tenant = head.Tenant, Sequence = head.Sequence }
            : null;
    }

    /// <summary>Takes what is left of a record that was pruned: its number must follow as well.</summary>
    public AuditFinding? Add(PrunedLeaf pruned, long index)
    {
        var before = _last.GetValueOrDefault(pruned.Tenant).Sequence;
        _last[pruned.Tenant] = new Link(pruned.Sequence, pruned.Hash, null) { IsPruned = true };
        return pruned.Sequence == before + 1
            ? null
            : new AuditFinding("records_missing", Invariant($"It was pruned, and comes after number {before} of its tenant.")) { Index = index, Tenant = pruned.Tenant, Sequence = pruned.Sequence };
    }

    private static (string Code, string Problem)? ProblemOf(AuditLeafHead head, Link? last, bool mayStartAnywhere)
    {
        if (last is not { } before)
        {
            if (mayStartAnywhere) return null;
            if (head.Sequence != 1) return ("records_missing", Invariant($"The tenant's records before it, 1 to {head.Sequence - 1}, are not there."));
            return head.Previous is null ? null : ("chain_broken", "It names a record before it, and is the tenant's first.");
        }

        if (head.Sequence > before.Sequence + 1) return ("records_missing", Invariant($"The tenant's records {before.Sequence + 1} to {head.Sequence - 1} before it are not there."));
        if (head.Sequence <= before.Sequence) return ("record_out_of_order", Invariant($"It comes after number {before.Sequence} of its tenant."));
        // What one of version 1 was called by the next cannot be computed from its leaf hash. The tree holds both.
        if (before.IsPruned && head.Version == 1) return null;
        var expected = head.Version == 1 ? before.PlainHash : AuditLeaf.Link(before.Hash);
        return head.Previous == expected ? null : ("chain_broken", Invariant($"It names another record before it than number {before.Sequence} as it is here: one of the two was changed."));
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    /// <param name="Sequence">The last number.</param>
    /// <param name="Hash">The leaf hash of that record.</param>
    /// <param name="PlainHash">What a record of version 1 calls it; such a one never follows a later version.</param>
    private readonly record struct Link(long Sequence, MerkleHash Hash, string? PlainHash)
    {
        public bool IsPruned { get; init; }
    }
}
