using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace TenantGateway.Core.Audit.Merkle;

/// <summary>
/// The right edge of a tree, which is all that appending takes: the hash of one complete subtree for each bit of the size. At most 63 hashes, however large
/// the tree. Not thread-safe.
/// </summary>
public sealed class MerkleFrontier
{
    private const int MaxLevels = 63;

    // Level n counts only where bit n of the size is set.
    private readonly MerkleHash[] _nodes = new MerkleHash[MaxLevels];

    public long Size { get; private set; }

    /// <param name="leaf">The hash of the leaf at index <see cref="Size"/>.</param>
    /// <param name="completed">Takes the nodes that are stored (<see cref="MerkleNodeId.StoredEvery"/>) and are complete now; null where nobody wants them.</param>
    public void Append(MerkleHash leaf, List<MerkleNode>? completed)
    {
        var hash = leaf;
        var level = 0;
        for (; ((Size >> level) & 1) == 1; level++)
        {
            hash = MerkleHash.OfNode(_nodes[level], hash);
            if (completed is not null && (level + 1) % MerkleNodeId.StoredEvery == 0) completed.Add(new(new(level + 1, Size >> (level + 1)), hash));
        }

        _nodes[level] = hash;
        Size++;
    }

    /// <summary>The Merkle tree hash (RFC 6962 section 2.1) of all leaves so far.</summary>
    public MerkleHash Root()
    {
        if (Size == 0) return MerkleHash.Empty;
        var level = BitOperations.TrailingZeroCount(Size);
        var root = _nodes[level];
        while (++level < MaxLevels)
        {
            if (((Size >> level) & 1) == 1) root = MerkleHash.OfNode(_nodes[level], root);
        }

        return root;
    }

    public MerkleFrontier Clone()
    {
        var copy = new MerkleFrontier { Size = Size };
        _nodes.CopyTo(copy._nodes, 0);
        return copy;
    }

    /// <summary>The size, 8 bytes big-endian, and the hashes from the lowest level up.</summary>
    public byte[] Encode()
    {
        var bytes = new byte[LengthFor(Size)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, Size);
        var at = sizeof(long);
        for (var level = 0; level < MaxLevels; level++)
        {
            if (((Size >> level) & 1) == 0) continue;
            _nodes[level].CopyTo(bytes.AsSpan(at));
            at += MerkleHash.Size;
        }

        return bytes;
    }

    public static bool TryDecode(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out MerkleFrontier? frontier)
    {
        frontier = null;
        if (bytes.Length < sizeof(long)) return false;
        var size = BinaryPrimitives.ReadInt64BigEndian(bytes);
        if (size < 0 || bytes.Length != LengthFor(size)) return false;
        var decoded = new MerkleFrontier { Size = size };
        var at = sizeof(long);
        for (var level = 0; level < MaxLevels; level++)
        {
            if (((size >> level) & 1) == 0) continue;
            decoded._nodes[level] = MerkleHash.Read(bytes.Slice(at, MerkleHash.Size));
            at += MerkleHash.Size;
        }

        frontier = decoded;
        return true;
    }

    private static int LengthFor(long size) => sizeof(long) + (BitOperations.PopCount((ulong)size) * MerkleHash.Size);
}
