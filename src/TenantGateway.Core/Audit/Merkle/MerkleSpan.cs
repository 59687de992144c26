using System.Numerics;

namespace TenantGateway.Core.Audit.Merkle;

/// <summary>The leaves from <paramref name="Start"/> to before <paramref name="End"/>, as one subtree of a larger tree: a hash of a proof.</summary>
public readonly record struct MerkleSpan(long Start, long End)
{
    /// <summary>The subtrees whose hashes an inclusion proof lists, in its order (RFC 6962 section 2.1.1).</summary>
    public static IReadOnlyList<MerkleSpan> Inclusion(long index, long size)
    {
        if (index < 0 || index >= size) throw new ArgumentOutOfRangeException(nameof(index), index, $"The tree has {size} leaves.");
        var path = new List<MerkleSpan>();
        var (start, end) = (0L, size);
        while (end - start > 1)
        {
            var middle = start + LargestPowerBelow(end - start);
            path.Add(index < middle ? new(middle, end) : new(start, middle));
            (start, end) = index < middle ? (start, middle) : (middle, end);
        }

        path.Reverse();
        return path;
    }

    /// <summary>The subtrees whose hashes a consistency proof lists, in its order (RFC 6962 section 2.1.2).</summary>
    public static IReadOnlyList<MerkleSpan> Consistency(long from, long to)
    {
        if (from < 1 || from > to) throw new ArgumentOutOfRangeException(nameof(from), from, $"No tree of that size grows to {to} leaves.");
        var path = new List<MerkleSpan>();
        var (start, end) = (0L, to);
        while (from < end)
        {
            var middle = start + LargestPowerBelow(end - start);
            path.Add(from <= middle ? new(middle, end) : new(start, middle));
            (start, end) = from <= middle ? (start, middle) : (middle, end);
        }

        // Where the smaller tree is a subtree from the first leaf on, its root is known to whoever verifies.
        if (start > 0) path.Add(new(start, end));
        path.Reverse();
        return path;
    }

    /// <summary>The complete subtrees that this one consists of, from left to right.</summary>
    public IReadOnlyList<MerkleNodeId> Nodes()
    {
        var nodes = new List<MerkleNodeId>();
        for (var start = Start; start < End;)
        {
            var level = BitOperations.Log2((ulong)(End - start));
            nodes.Add(new MerkleNodeId(level, start >> level));
            start += 1L << level;
        }

        return nodes;
    }

    /// <summary>The hash of the subtree.</summary>
    /// <param name="hashOf">Knows the hashes of <see cref="Nodes"/>.</param>
    public MerkleHash Hash(Func<MerkleNodeId, MerkleHash> hashOf)
    {
        var nodes = Nodes();
        var hash = hashOf(nodes[^1]);
        for (var i = nodes.Count - 2; i >= 0; i--) hash = MerkleHash.OfNode(hashOf(nodes[i]), hash);
        return hash;
    }

    private static long LargestPowerBelow(long n) => 1L << BitOperations.Log2((ulong)(n - 1));
}
