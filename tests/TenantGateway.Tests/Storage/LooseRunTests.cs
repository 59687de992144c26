using TenantGateway.Core.Audit.Search;
using TenantGateway.Storage.Stores;

namespace TenantGateway.Tests.Storage;

public sealed class LooseRunTests
{
    // As the gateway's runtime settings have it: arrays of this length are collected with all that is old.
    private const int LargeObject = 1024 * 1024;

    [Theory]
    [InlineData(4096, 700)]
    [InlineData(40, 100_000)]
    [InlineData(3, 400_000)]
    public void Records_AreKeptInOrderInArraysThatAreNotLarge(int count, int bytes)
    {
        IndexedLeaf[] leaves = [.. Enumerable.Range(1, count).Select(sequence => new IndexedLeaf("acme", sequence, Leaf(sequence, bytes)))];
        LooseRun[] runs = [.. LooseRun.Of(leaves).Select(run => run.Run)];
        Assert.All(runs, run => Assert.InRange(run.Leaves.Length, 1, LargeObject - 1));
        Assert.Equal(leaves.Select(leaf => leaf.Leaf.ToArray()), runs.SelectMany(run => run.After(0)).Select(leaf => leaf.ToArray()));
        Assert.Equal(1, runs[0].FirstSequence);
        Assert.Equal(count, runs[^1].LastSequence);
        Assert.All(runs.Zip(runs.Skip(1)), pair => Assert.Equal(pair.First.LastSequence + 1, pair.Second.FirstSequence));
    }

    [Fact]
    public void FewRecords_AreOneRun() => Assert.Single(LooseRun.Of(Enumerable.Range(1, 100).Select(sequence => new IndexedLeaf("acme", sequence, Leaf(sequence, 700)))));

    private static byte[] Leaf(int sequence, int bytes)
    {
        var leaf = new byte[bytes];
        BitConverter.TryWriteBytes(leaf, sequence);
        return leaf;
    }
}
