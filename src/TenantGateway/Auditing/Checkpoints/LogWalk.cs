using System.Globalization;
using TenantGateway.Auditing.Projections;
using TenantGateway.Core.Audit;
using TenantGateway.Core.Audit.Merkle;
using TenantGateway.Core.Audit.Retention;

namespace TenantGateway.Auditing.Checkpoints;

/// <summary>Goes along the records as they are stored and puts them into the tree, to see for itself what the log's root is.</summary>
internal sealed class LogWalk(IAuditStore store, MerkleFrontier frontier, WorkSlices slices)
{
    private const int RecordsAtOnce = 4096;

    public MerkleFrontier Frontier => frontier;

    /// <exception cref="ForkedLogException">There are not so many records.</exception>
    public async ValueTask GoAsync(long size, CancellationToken cancellationToken)
    {
        while (frontier.Size < size)
        {
            var batches = await store.ReadBatchesAsync(frontier.Size, RecordsAtOnce, cancellationToken);
            if (batches.Count == 0) throw new ForkedLogException(string.Create(CultureInfo.InvariantCulture, $"The records from {frontier.Size} on are missing."));
            foreach (var batch in batches.TakeWhile(_ => frontier.Size < size)) await TakeAsync(batch, size);
        }
    }

    /// <exception cref="ForkedLogException">The root at this place is another one.</exception>
    public void Require(MerkleHash root, string whose)
    {
        if (frontier.Root() != root) throw new ForkedLogException(string.Create(CultureInfo.InvariantCulture, $"The first {frontier.Size} records are not those of {whose}."));
    }

    private async ValueTask TakeAsync(AuditBatch batch, long size)
    {
        var leaves = StoredLeaves.Split(batch.Leaves);
        if (leaves.Count != batch.Count || batch.FirstIndex > frontier.Size) throw new ForkedLogException(string.Create(CultureInfo.InvariantCulture, $"The batch at {batch.FirstIndex} is not whole, or one before it is missing."));
        for (var i = (int)(frontier.Size - batch.FirstIndex); i < leaves.Count && frontier.Size < size; i++)
        {
            frontier.Append(leaves[i].Hash, null);
            await slices.GiveWayAsync();
        }
    }
}
