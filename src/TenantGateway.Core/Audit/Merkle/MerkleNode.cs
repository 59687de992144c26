namespace TenantGateway.Core.Audit.Merkle;

/// <summary>
/// Where a complete subtree lies: level 0 holds the leaves, a node of level n the leaves from <c>Index * 2^n</c> to before <c>(Index + 1) * 2^n</c>. Such a
/// node never changes again, however the tree grows.
/// </summary>
public readonly record struct MerkleNodeId(int Level, long Index)
{
    /// <summary>Nodes of every eighth level are stored; what lies between is computed from at most 256 of the level below.</summary>
    public const int StoredEvery = 8;

    public long Start => Index << Level;

    public long End => (Index + 1) << Level;
}

/// <summary>A complete subtree with its hash.</summary>
public readonly record struct MerkleNode(MerkleNodeId Id, MerkleHash Hash);
