namespace TenantGateway.Core.Audit.Merkle;

/// <summary>Verifies proofs as RFC 9162 says: sections 2.1.3.2 and 2.1.4.2.</summary>
public static class MerkleProof
{
    /// <summary>Whether the leaf of that hash lies at that index of the tree of that size and root.</summary>
    public static bool VerifyInclusion(MerkleHash leaf, long index, long size, IReadOnlyList<MerkleHash> path, MerkleHash root)
    {
        if (index < 0 || index >= size) return false;
        var (at, last, hash) = (index, size - 1, leaf);
        foreach (var sibling in path)
        {
            if (last == 0) return false;
            if ((at & 1) == 1 || at == last)
            {
                hash = MerkleHash.OfNode(sibling, hash);
                while ((at & 1) == 0 && at != 0) (at, last) = (at >> 1, last >> 1);
            }
            else
            {
                hash = MerkleHash.OfNode(hash, sibling);
            }

            (at, last) = (at >> 1, last >> 1);
        }

        return last == 0 && hash == root;
    }

    /// <summary>Whether the tree of size <paramref name="to"/> begins with the whole tree of size <paramref name="from"/>.</summary>
    public static bool VerifyConsistency(long from, MerkleHash fromRoot, long to, MerkleHash toRoot, IReadOnlyList<MerkleHash> path)
    {
        if (from < 0 || from > to) return false;
        if (from == to) return path.Count == 0 && fromRoot == toRoot;
        if (from == 0) return path.Count == 0 && fromRoot == MerkleHash.Empty;
        return FirstOf(from, fromRoot, path, out var first, out var next) && VerifyGrowth(from, fromRoot, to, toRoot, path, first, next);
    }

    // A smaller tree whose size is a power of two is itself the first hash of the path, and left out there.
    private static bool FirstOf(long from, MerkleHash fromRoot, IReadOnlyList<MerkleHash> path, out MerkleHash first, out int next)
    {
        var isComplete = (from & (from - 1)) == 0;
        next = isComplete ? 0 : 1;
        first = isComplete || path.Count == 0 ? fromRoot : path[0];
        return path.Count > 0;
    }

    private static bool VerifyGrowth(long from, MerkleHash fromRoot, long to, MerkleHash toRoot, IReadOnlyList<MerkleHash> path, MerkleHash first, int next)
    {
        var (at, last) = (from - 1, to - 1);
        while ((at & 1) == 1) (at, last) = (at >> 1, last >> 1);
        var (smaller, larger) = (first, first);
        for (; next < path.Count; next++)
        {
            if (last == 0) return false;
            if ((at & 1) == 1 || at == last)
            {
                smaller = MerkleHash.OfNode(path[next], smaller);
                larger = MerkleHash.OfNode(path[next], larger);
                while ((at & 1) == 0 && at != 0) (at, last) = (at >> 1, last >> 1);
            }
            else
            {
                larger = MerkleHash.OfNode(larger, path[next]);
            }

            (at, last) = (at >> 1, last >> 1);
        }

        return last == 0 && smaller == fromRoot && larger == toRoot;
    }
}
