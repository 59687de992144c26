using System.Globalization;
using TenantGateway.Core.Audit.Merkle;
using TenantGateway.Core.Audit.Retention;

namespace TenantGateway.Core.Audit.Verification;

/// <summary>
/// Holds what is gone of a whole log to the notices: every record that is not there must be covered by one, whose root must be that of exactly these records, and must be older
/// than it says.
/// </summary>
internal sealed class PrunedRecords(IReadOnlyDictionary<string, PrunedRange> ranges)
{
    // How far the clocks of two processes may be apart.
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(15);

    private readonly Dictionary<string, MerkleFrontier> _trees = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _gone = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _through = new(StringComparer.Ordinal);
    private DateTimeOffset _newest = DateTimeOffset.MinValue;

    /// <summary>The ranges of which something is gone.</summary>
    public IEnumerable<PrunedRange> Ranges => ranges.Values.Where(range => _gone.ContainsKey(range.Tenant)).Select(range => range with { Gone = _gone[range.Tenant] });

    /// <summary>Up to which number each tenant's records are gone, covered or not.</summary>
    public IReadOnlyDictionary<string, long> Through => _through;

    /// <summary>Takes a record that is there.</summary>
    public AuditFinding? Add(AuditLeafHead head, MerkleHash hash, long index)
    {
        if (head.Time > _newest) _newest = head.Time;
        return Count(head.Tenant, head.Sequence, hash, index);
    }

    /// <summary>Takes what is left of one that is not.</summary>
    public AuditFinding? Add(PrunedLeaf pruned, long index)
    {
        _gone[pruned.Tenant] = _gone.GetValueOrDefault(pruned.Tenant) + 1;
        _through[pruned.Tenant] = Math.Max(_through.GetValueOrDefault(pruned.Tenant), pruned.Sequence);
        if (!ranges.TryGetValue(pruned.Tenant, out var range) || pruned.Sequence > range.Notice.Through)
        {
            return Wrong("record_removed", "It is not there, and no record says that it may be gone.", pruned, index);
        }

        if (_newest > range.Notice.Until + Skew) return Wrong("pruned_early", Invariant($"It is not there, and was written after records younger than {range.Notice.Until:O}, up to which records may be gone."), pruned, index);
        return Count(pruned.Tenant, pruned.Sequence, pruned.Hash, index);
    }

    private AuditFinding? Count(string tenant, long sequence, MerkleHash hash, long index)
    {
        if (!ranges.TryGetValue(tenant, out var range)) return null;
        if (!_trees.TryGetValue(tenant, out var tree)) _trees.Add(tenant, tree = new MerkleFrontier());
        // What is out of sequence is told by the chain.
        if (tree.Size >= range.Notice.Through || sequence != tree.Size + 1) return null;
        tree.Append(hash, null);
        return tree.Size < range.Notice.Through || tree.Root() == range.Notice.Root
            ? null
            : new AuditFinding("pruning_mismatch", Invariant($"The records 1 to {range.Notice.Through} are not those that record {range.RecordedBy} of the tenant says may be gone.")) { Index = index, Tenant = tenant, Sequence = sequence };
    }

    private static AuditFinding Wrong(string code, string problem, PrunedLeaf pruned, long index) => new(code, problem) { Index = index, Tenant = pruned.Tenant, Sequence = pruned.Sequence };

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
