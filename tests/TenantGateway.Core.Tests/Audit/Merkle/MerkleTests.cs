using System.Text;
using TenantGateway.Core.Audit.Merkle;

namespace TenantGateway.Core.Tests.Audit.Merkle;

/// <summary>Against the vectors that Certificate Transparency publishes for RFC 6962, and for all small trees against its definitions.</summary>
public sealed class MerkleTests
{
    private const int Largest = 70;

    private static readonly string[] VectorLeaves = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];

    [Fact]
    public void TreeWithoutLeaves_HasTheHashOfNothing() =>
        Assert.Equal("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", Hex(new MerkleFrontier().Root()));

    [Theory]
    [InlineData(1, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d")]
    [InlineData(2, "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125")]
    [InlineData(3, "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77")]
    [InlineData(4, "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7")]
    [InlineData(5, "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4")]
    [InlineData(6, "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef")]
    [InlineData(7, "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c")]
    [InlineData(8, "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328")]
    public void Roots_AreThePublishedOnes(int size, string root)
    {
        var frontier = new MerkleFrontier();
        foreach (var leaf in VectorLeaves[..size]) frontier.Append(MerkleHash.OfLeaf(Convert.FromHexString(leaf)), null);
        Assert.Equal(root, Hex(frontier.Root()));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0, 8, "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7", "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e", "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4")]
    [InlineData(5, 8, "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b", "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0", "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7")]
    [InlineData(2, 3, "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125")]
    [InlineData(1, 5, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d", "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e", "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b")]
    public void InclusionProofs_AreThePublishedOnes(int index, int size, params string[] path)
    {
        var tree = Vectors();
        Assert.Equal(path, MerkleSpan.Inclusion(index, size).Select(span => Hex(span.Hash(id => NodeOf(tree, id)))));
        Assert.True(MerkleProof.VerifyInclusion(tree.Leaves[index], index, size, [.. path.Select(Read)], tree.Root(size)));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 8, "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7", "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e", "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4")]
    [InlineData(6, 8, "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a", "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0", "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7")]
    [InlineData(2, 5, "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e", "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b")]
    public void ConsistencyProofs_AreThePublishedOnes(int from, int to, params string[] path)
    {
        var tree = Vectors();
        Assert.Equal(path, MerkleSpan.Consistency(from, to).Select(span => Hex(span.Hash(id => NodeOf(tree, id)))));
        Assert.True(MerkleProof.VerifyConsistency(from, tree.Root(from), to, tree.Root(to), [.. path.Select(Read)]));
    }

    [Fact]
    public void EverySmallTree_HasTheRootsAndProofsOfTheDefinition()
    {
        var (tree, frontier) = (new ReferenceTree(), new MerkleFrontier());
        for (var size = 1; size <= Largest; size++)
        {
            Grow(tree, frontier);
            Assert.Equal(tree.Root(size), frontier.Root());
            for (var index = 0; index < size; index++)
            {
                MerkleHash[] path = [.. MerkleSpan.Inclusion(index, size).Select(span => span.Hash(id => NodeOf(tree, id)))];
                Assert.Equal(tree.Inclusion(index, size), path);
                Assert.True(MerkleProof.VerifyInclusion(tree.Leaves[index], index, size, path, tree.Root(size)));
            }

            for (var from = 1; from <= size; from++)
            {
                MerkleHash[] path = [.. MerkleSpan.Consistency(from, size).Select(span => span.Hash(id => NodeOf(tree, id)))];
                Assert.Equal(tree.Consistency(from, size), path);
                Assert.True(MerkleProof.VerifyConsistency(from, tree.Root(from), size, tree.Root(size), path));
            }
        }
    }

    [Fact]
    public void ProofOfAnythingElse_IsRefused()
    {
        const int size = 37;
        var (tree, frontier) = (new ReferenceTree(), new MerkleFrontier());
        for (var i = 0; i < size; i++) Grow(tree, frontier);
        for (var index = 0; index < size; index++)
        {
            var path = tree.Inclusion(index, size);
            for (var other = 0; other < size; other++)
            {
                Assert.Equal(other == index, MerkleProof.VerifyInclusion(tree.Leaves[other], index, size, path, tree.Root(size)));
                Assert.Equal(other == index, MerkleProof.VerifyInclusion(tree.Leaves[index], other, size, path, tree.Root(size)));
            }

            Assert.False(MerkleProof.VerifyInclusion(tree.Leaves[index], index, size, path[..^1], tree.Root(size)));
            Assert.False(MerkleProof.VerifyInclusion(tree.Leaves[index], index, size, [.. path, path[0]], tree.Root(size)));
            Assert.False(MerkleProof.VerifyInclusion(tree.Leaves[index], index, size, path, tree.Root(size - 1)));
        }
    }

    [Fact]
    public void ForkedTree_IsNotConsistent()
    {
        var (tree, frontier) = (new ReferenceTree(), new MerkleFrontier());
        for (var i = 0; i < 40; i++) Grow(tree, frontier);
        for (var forkedAt = 0; forkedAt < 20; forkedAt++)
        {
            var other = new ReferenceTree();
            for (var i = 0; i < 40; i++) other.Add(Encoding.ASCII.GetBytes(i == forkedAt ? "forged" : $"{i}"));
            Assert.False(MerkleProof.VerifyConsistency(20, tree.Root(20), 40, other.Root(40), other.Consistency(20, 40)));
            Assert.False(MerkleProof.VerifyConsistency(20, tree.Root(20), 40, other.Root(40), tree.Consistency(20, 40)));
        }

        Assert.False(MerkleProof.VerifyConsistency(20, tree.Root(20), 20, tree.Root(19), []));
        Assert.False(MerkleProof.VerifyConsistency(20, tree.Root(20), 19, tree.Root(19), []));
    }

    [Fact]
    public void Frontier_GoesOnFromWhereItWasStored()
    {
        var (tree, frontier) = (new ReferenceTree(), new MerkleFrontier());
        for (var size = 1; size <= Largest; size++)
        {
            Grow(tree, frontier);
            Assert.True(MerkleFrontier.TryDecode(frontier.Encode(), out var stored));
            Assert.Equal((size, tree.Root(size)), (stored.Size, stored.Root()));
            frontier = stored;
        }

        Assert.False(MerkleFrontier.TryDecode(frontier.Encode().AsSpan(1), out _));
        Assert.False(MerkleFrontier.TryDecode([], out _));
        Assert.False(MerkleFrontier.TryDecode([255, 0, 0, 0, 0, 0, 0, 0], out _));
    }

    [Fact]
    public void CompletedNodes_AreEveryEighthLevel()
    {
        const int size = (256 * 256) + 300;
        var leaf = MerkleHash.OfLeaf("same"u8);
        var (frontier, nodes) = (new MerkleFrontier(), new List<MerkleNode>());
        for (var i = 0; i < size; i++) frontier.Append(leaf, nodes);
        Assert.Equal(Enumerable.Range(0, 257).Select(index => (8, (long)index)), nodes.Where(node => node.Id.Level == 8).Select(node => (node.Id.Level, node.Id.Index)));
        Assert.Equal([(16, 0L)], nodes.Where(node => node.Id.Level != 8).Select(node => (node.Id.Level, node.Id.Index)));
        var (level8, level16) = (leaf, leaf);
        for (var level = 0; level < 8; level++) level8 = MerkleHash.OfNode(level8, level8);
        level16 = level8;
        for (var level = 8; level < 16; level++) level16 = MerkleHash.OfNode(level16, level16);
        Assert.All(nodes, node => Assert.Equal(node.Id.Level == 8 ? level8 : level16, node.Hash));
    }

    [Theory]
    [InlineData("")]
    [InlineData("AAAA")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB=")]
    [InlineData(" AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public void HashInAnotherSpelling_IsRefused(string text) => Assert.False(MerkleHash.TryParse(text, out _));

    private static void Grow(ReferenceTree tree, MerkleFrontier frontier)
    {
        var leaf = Encoding.ASCII.GetBytes($"{tree.Size}");
        tree.Add(leaf);
        frontier.Append(MerkleHash.OfLeaf(leaf), null);
    }

    private static ReferenceTree Vectors()
    {
        var tree = new ReferenceTree();
        foreach (var leaf in VectorLeaves) tree.Add(Convert.FromHexString(leaf));
        return tree;
    }

    private static MerkleHash NodeOf(ReferenceTree tree, MerkleNodeId id)
    {
        if (id.Level == 0) return tree.Leaves[(int)id.Index];
        return MerkleHash.OfNode(NodeOf(tree, new(id.Level - 1, 2 * id.Index)), NodeOf(tree, new(id.Level - 1, (2 * id.Index) + 1)));
    }

    private static string Hex(MerkleHash hash) => Convert.ToHexStringLower(hash.ToArray());

    private static MerkleHash Read(string hex) => MerkleHash.Read(Convert.FromHexString(hex));
}
