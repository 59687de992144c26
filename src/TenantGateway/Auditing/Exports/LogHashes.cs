using TenantGateway.Core.Audit;
using TenantGateway.Core.Audit.Merkle;
using TenantGateway.Core.Audit.Retention;

namespace TenantGateway.Auditing.Exports;

/// <summary>
/// Reads hashes of the tree: stored nodes where there are, and what lies between from at most 256 of the level below. Keeps what it has read, for proofs of records that lie near
/// each other. Not thread-safe: one a piece of work.
/// </summary>
internal sealed class LogHashes(IAuditStore store)
{
    private const int Width = 1 << MerkleNodeId.StoredEvery;
    private const int MostKept = 4096;

    private readonly Dictionary<(int Level, long Tile), IReadOnlyList<MerkleHash>> _tiles = [];

    /// <summary>The hashes of an inclusion proof.</summary>
    public ValueTask<MerkleHash[]> InclusionAsync(long index, long size, CancellationToken cancellationToken) => HashAsync(MerkleSpan.Inclusion(index, size), cancellationToken);

    /// <summary>The hashes of a consistency proof.</summary>
    public ValueTask<MerkleHash[]> ConsistencyAsync(long from, long to, CancellationToken cancellationToken) => HashAsync(MerkleSpan.Consistency(from, to), cancellationToken);

    private async ValueTask<MerkleHash[]> HashAsync(IReadOnlyList<MerkleSpan> spans, CancellationToken cancellationToken)
    {
        var hashes = new MerkleHash[spans.Count];
        for (var i = 0; i < hashes.Length; i++)
        {
            var nodes = new Dictionary<MerkleNodeId, MerkleHash>();
            foreach (var node in spans[i].Nodes()) nodes[node] = await NodeAsync(node, cancellationToken);
            hashes[i] = spans[i].Hash(node => nodes[node]);
        }

        return hashes;
    }

    private async ValueTask<MerkleHash> NodeAsync(MerkleNodeId node, CancellationToken cancellationToken)
    {
        // The level that is stored at or below it, and where its part of it begins.
        var stored = node.Level - (node.Level % MerkleNodeId.StoredEvery);
        var first = node.Start >> stored;
        var tile = await TileAsync(stored, first / Width, cancellationToken);
        var level = tile.Skip((int)(first % Width)).Take(1 << (node.Level - stored)).ToArray();
        if (level.Length != 1 << (node.Level - stored)) throw new InvalidDataException("The stored nodes of the audit log's tree are not complete.");
        for (; level.Length > 1; level = [.. level.Chunk(2).Select(pair => MerkleHash.OfNode(pair[0], pair[1]))])
        {
        }

        return level[0];
    }

    private async ValueTask<IReadOnlyList<MerkleHash>> TileAsync(int level, long tile, CancellationToken cancellationToken)
    {
        if (_tiles.TryGetValue((level, tile), out var kept)) return kept;
        if (_tiles.Count >= MostKept) _tiles.Clear();
        var read = level == 0 ? await LeavesAsync(tile * Width, cancellationToken) : await store.ReadNodesAsync(level, tile * Width, Width, cancellationToken);
        return _tiles[(level, tile)] = read;
    }

    private async ValueTask<IReadOnlyList<MerkleHash>> LeavesAsync(long first, CancellationToken cancellationToken)
    {
        var hashes = new List<MerkleHash>(Width);
        foreach (var batch in await store.ReadBatchesAsync(first, Width, cancellationToken))
        {
            var leaves = StoredLeaves.Split(batch.Leaves);
            for (var i = Math.Max(0, (int)(first - batch.FirstIndex)); i < leaves.Count && hashes.Count < Width; i++) hashes.Add(leaves[i].Hash);
        }

        return hashes;
    }
}
