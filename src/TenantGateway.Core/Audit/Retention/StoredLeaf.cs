using TenantGateway.Core.Audit.Merkle;

namespace TenantGateway.Core.Audit.Retention;

/// <summary>A record as a batch holds it, or what is left of it.</summary>
/// <param name="Bytes">Its bytes; empty where it was pruned.</param>
/// <param name="Pruned">What is left; null where it is there.</param>
public readonly record struct StoredLeaf(ReadOnlyMemory<byte> Bytes, PrunedLeaf? Pruned)
{
    /// <summary>Its hash in the tree, of the bytes or as it was kept.</summary>
    public MerkleHash Hash => Pruned?.Hash ?? MerkleHash.OfLeaf(Bytes.Span);
}
