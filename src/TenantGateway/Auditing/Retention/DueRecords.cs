using TenantGateway.Core.Audit;
using TenantGateway.Core.Audit.Merkle;

namespace TenantGateway.Auditing.Retention;

/// <summary>Finds which of a tenant's first records are older than a moment: always from the first on without a gap, so that what is left is one range.</summary>
internal sealed class DueRecords(IAuditStore store)
{
    /// <summary>How many go by one notice; the next round goes on.</summary>
    internal const int MostAtOnce = 200_000;

    private const int Page = 1000;

    // Of most tenants not even the first is due, and a round asks for all of them.
    private const int First = 1;

    /// <param name="tenant">Whose.</param>
    /// <param name="after">Up to which number they are gone.</param>
    /// <param name="tree">The edge of the tree over those.</param>
    /// <param name="until">Older than this.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The tree with those that are due; its size is the number of the last. Whether any of them is more than the record of a pruning.</returns>
    internal async Task<(MerkleFrontier Tree, bool HasAny)> FindAsync(string tenant, long after, MerkleFrontier tree, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var (grown, hasAny) = (tree.Clone(), false);
        // What was tried and has no outcome is read again, to answer it.
        var open = (await store.ReadIntentsAsync(until, 1, cancellationToken)) is [var intent] ? intent.Index : long.MaxValue;
        for (var page = First; grown.Size - tree.Size < MostAtOnce; page = Page)
        {
            var rows = await store.ReadAsync(tenant, after, page, cancellationToken);
            foreach (var row in rows)
            {
                if (row.Index >= open || !AuditLeafHead.TryRead(row.Leaf, out var head) || head.Time >= until || row.Sequence != grown.Size + 1) return (grown, hasAny);
                hasAny |= head.Event != AuditEvent.AuditPruned.Name;
                grown.Append(MerkleHash.OfLeaf(row.Leaf), null);
            }

            if (rows.Count == 0) return (grown, hasAny);
            after = rows[^1].Sequence;
        }

        return (grown, hasAny);
    }

    /// <summary>The same from a number on, without a tree: up to which number they are older, and whether any of them can have details.</summary>
    internal async Task<(long Through, bool HasAny)> FindFromAsync(string tenant, long after, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var (through, hasAny) = (after, false);
        for (var page = First; through - after < MostAtOnce && await store.ReadAsync(tenant, through, page, cancellationToken) is { Count: > 0 } rows; page = Page)
        {
            foreach (var row in rows)
            {
                if (!AuditLeafHead.TryRead(row.Leaf, out var head) || head.Time >= until) return (through, hasAny);
                hasAny |= row.Details is not null;
                through = row.Sequence;
            }
        }

        return (through, hasAny);
    }
}
