using TenantGateway.Core.Audit.Merkle;

namespace TenantGateway.Core.Tests.Audit.Merkle;

/// <summary>A whole tree in memory, by the definitions of RFC 6962 section 2.1 as they stand there and as slow as they are.</summary>
internal sealed class ReferenceTree
{
    private readonly List<MerkleHash> _leaves = [];

    public long Size => _leaves.Count;

    public IReadOnlyList<MerkleHash> Leaves => _leaves;

    public void Add(ReadOnlySpan<byte> leaf) => _leaves.Add(MerkleHash.OfLeaf(leaf));

    public MerkleHash Root(long size) => size == 0 ? MerkleHash.Empty : Hash(0, (int)size);

    public MerkleHash[] Inclusion(long index, long size) => [.. Path((int)index, 0, (int)size)];

    public MerkleHash[] Consistency(long from, long to) => [.. SubProof((int)from, 0, (int)to, true)];

    private MerkleHash Hash(int start, int end)
    {
        if (end - start == 1) return _leaves[start];
        var middle = start + Split(end - start);
        return MerkleHash.OfNode(Hash(start, middle), Hash(middle, end));
    }

    private IEnumerable<MerkleHash> Path(int index, int start, int end)
    {
        if (end - start == 1) return [];
        var middle = start + Split(end - start);
        return index < middle ? [.. Path(index, start, middle), Hash(middle, end)] : [.. Path(index, middle, end), Hash(start, middle)];
    }

    private IEnumerable<MerkleHash> SubProof(int from, int start, int end, bool known)
    {
        if (from == end) return known ? [] : [Hash(start, end)];
        var middle = start + Split(end - start);
        return from <= middle ? [.. SubProof(from, start, middle, known), Hash(middle, end)] : [.. SubProof(from, middle, end, false), Hash(start, middle)];
    }

    private static int Split(int n)
    {
        var power = 1;
        while (power * 2 < n) power *= 2;
        return power;
    }
}
