using System.Text;
using TenantGateway.Core.Audit;
using TenantGateway.Core.Audit.Merkle;
using TenantGateway.Storage.Stores;

namespace TenantGateway.Tests.Storage.Contracts;

public abstract class AuditStoreContract : StorageContract
{
    private AuditStore? _store;

    private AuditStore Trail => _store ??= new AuditStore(Database);

    [Fact]
    public async Task NewLog_IsEmptyAndHasAName()
    {
        var head = await Trail.ReadHeadAsync(default);
        Assert.Equal((16, 0L), (head.LogId.Length, head.Size));
        Assert.Equal(new MerkleFrontier().Encode(), head.Frontier.ToArray());
        Assert.Equal(head.LogId.ToArray(), (await Trail.ReadHeadAsync(default)).LogId.ToArray());
        Assert.Empty(await Trail.ReadBatchesAsync(0, 100, default));
        Assert.Empty(await Trail.ReadAsync("acme", 0, 100, default));
    }

    [Fact]
    public async Task Appended_IsReadInOrderPageByPage()
    {
        await Trail.AppendAsync(new TestPlacement(("acme", null), ("globex", null), ("acme", [9, 9]), ("acme", null)), default);
        await Trail.AppendAsync(TestPlacement.Of("globex", "acme"), default);
        var first = await Trail.ReadAsync("acme", 0, 2, default);
        Assert.Equal([(1, 0), (2, 2)], first.Select(row => (row.Sequence, row.Index)));
        Assert.Null(first[0].Details);
        Assert.Equal([9, 9], first[1].Details);
        Assert.Equal("acme 2"u8.ToArray(), first[1].Leaf);
        Assert.Equal([(3, 3), (4, 5)], (await Trail.ReadAsync("acme", 2, 10, default)).Select(row => (row.Sequence, row.Index)));
        Assert.Equal([4], (await Trail.ReadAsync("acme", 3, 10, default)).Select(row => row.Sequence));
        Assert.Empty(await Trail.ReadAsync("acme", 4, 10, default));
        Assert.Empty(await Trail.ReadAsync("initech", 0, 10, default));
    }

    [Fact]
    public async Task ManyBatches_AreReadToTheEnd()
    {
        for (var i = 0; i < 150; i++) await Trail.AppendAsync(TestPlacement.Of("acme"), default);
        Assert.Equal(Enumerable.Range(1, 150).Select(i => (long)i), (await Trail.ReadAsync("acme", 0, int.MaxValue, default)).Select(row => row.Sequence));
        Assert.Equal([149, 150], (await Trail.ReadAsync("acme", 148, int.MaxValue, default)).Select(row => row.Sequence));
    }

    [Fact]
    public async Task Batches_AreReadFromTheOneThatHoldsTheIndex()
    {
        await Trail.AppendAsync(TestPlacement.Of("acme", "acme", "acme"), default);
        await Trail.AppendAsync(TestPlacement.Of("acme", "globex"), default);
        await Trail.AppendAsync(TestPlacement.Of("acme"), default);
        Assert.Equal([(0, 3), (3, 2), (5, 1)], (await Trail.ReadBatchesAsync(0, 100, default)).Select(batch => (batch.FirstIndex, batch.Count)));
        Assert.Equal([3, 5], (await Trail.ReadBatchesAsync(4, 100, default)).Select(batch => batch.FirstIndex));
        Assert.Equal([0], (await Trail.ReadBatchesAsync(2, 1, default)).Select(batch => batch.FirstIndex));
        Assert.Empty(await Trail.ReadBatchesAsync(6, 100, default));
        Assert.Equal(["acme 4", "globex 1"], AuditFrames.Split((await Trail.ReadBatchesAsync(3, 1, default))[0].Leaves).Select(leaf => Encoding.UTF8.GetString(leaf.Span)));
    }

    [Fact]
    public async Task GroundOfTheNext_IsWhatTheOneBeforeLeft()
    {
        await Trail.AppendAsync(TestPlacement.Of("acme", "globex", "acme"), default);
        var next = new TestPlacement(("acme", null), ("initech", null)) { KnownSize = 3 };
        await Trail.AppendAsync(next, default);
        Assert.False(next.HasMoved);
        Assert.Equal(3, next.Ground?.Size);
        Assert.Equal(new AuditTail(2, MerkleHash.OfLeaf("acme 2"u8)), Assert.Single(next.Ground?.Tails ?? new Dictionary<string, AuditTail>()).Value);
        var other = new TestPlacement(("acme", null)) { KnownSize = 3, DoubtfulIndex = 3 };
        await Trail.AppendAsync(other, default);
        Assert.True(other.HasMoved);
        Assert.Equal((3, 2), (other.Ground?.Doubtful?.FirstIndex, other.Ground?.Doubtful?.Count));
        var none = new TestPlacement(("acme", null)) { DoubtfulIndex = 4 };
        await Trail.AppendAsync(none, default);
        Assert.Null(none.Ground?.Doubtful);
    }

    [Fact]
    public async Task PlacementThatAppendsNothing_LeavesTheLogAsItIs()
    {
        await Trail.AppendAsync(TestPlacement.Of("acme"), default);
        await Trail.AppendAsync(TestPlacement.Of(), default);
        Assert.Equal(1, (await Trail.ReadHeadAsync(default)).Size);
    }

    [Fact]
    public async Task PlacementThatFails_LeavesTheLogAsItIs()
    {
        await Trail.AppendAsync(TestPlacement.Of("acme"), default);
        // The numbers of a tenant are unique: a writer that gave one out twice is stopped by the database.
        await Assert.ThrowsAnyAsync<Exception>(async () => await Trail.AppendAsync(new TwicePlacement(), default));
        Assert.Equal(1, (await Trail.ReadHeadAsync(default)).Size);
        Assert.Single(await Trail.ReadBatchesAsync(0, 100, default));
    }

    [Fact]
    public async Task Details_AreErasedOfOneRecordOrAll()
    {
        await Trail.AppendAsync(new TestPlacement(("acme", [1]), ("acme", [2]), ("globex", [3]), ("acme", null)), default);
        await Trail.AppendAsync(new TestPlacement(("acme", [4])), default);
        Assert.Equal(1, await Trail.EraseDetailsAsync("acme", 2, default));
        Assert.Equal([[1], null, null, [4]], (await Trail.ReadAsync("acme", 0, 10, default)).Select(row => row.Details));
        Assert.Equal(2, await Trail.EraseDetailsAsync("acme", null, default));
        Assert.All(await Trail.ReadAsync("acme", 0, 10, default), row => Assert.Null(row.Details));
        Assert.Equal([[3]], (await Trail.ReadAsync("globex", 0, 10, default)).Select(row => row.Details));
    }

    [Fact]
    public async Task KnownEnd_IsAppendedToAsTheHeldOneIs()
    {
        var (known, held) = (MerkleNodeId.StoredEvery, 1 << MerkleNodeId.StoredEvery);
        await Trail.AppendAsync(TestPlacement.Of([.. Enumerable.Repeat("acme", held - 1)]), default);
        await Trail.AppendAsync(new TestPlacement(("acme", [7]), ("globex", null), ("globex", [8, 8])) { KnownEnd = await EndAsync("acme") }, default);
        await Trail.AppendAsync(TestPlacement.Of("globex", "acme"), default);
        var rows = await Trail.ReadAsync("globex", 0, 10, default);
        Assert.Equal([(1, held), (2, held + 1), (3, held + 2)], rows.Select(row => (row.Sequence, row.Index)));
        Assert.Equal([8, 8], rows[1].Details);
        Assert.Null(rows[0].Details);
        Assert.Equal([7], (await Trail.ReadAsync("acme", held - 1, 1, default))[0].Details);
        Assert.Equal(held + 4, (await Trail.ReadHeadAsync(default)).Size);
        Assert.Single(await Trail.ReadNodesAsync(known, 0, 10, default));
        await AssertTreeAsync();
    }

    [Fact]
    public async Task EndThatIsNotAsKnown_IsHeldAndAppendedTo()
    {
        await Trail.AppendAsync(TestPlacement.Of("acme"), default);
        var end = await EndAsync("acme");
        await Trail.AppendAsync(TestPlacement.Of("acme", "globex"), default);
        var late = new TestPlacement(("acme", null)) { KnownEnd = end };
        await Trail.AppendAsync(late, default);
        Assert.Equal(3, late.Ground?.Size);
        Assert.Equal([1, 2, 3], (await Trail.ReadAsync("acme", 0, 10, default)).Select(row => row.Sequence));
        await AssertTreeAsync();
    }

    [Fact]
    public async Task EndOfAnotherLogOfThatLength_IsNotAppendedTo()
    {
        await Trail.AppendAsync(TestPlacement.Of("acme"), default);
        var other = new MerkleFrontier();
        other.Append(MerkleHash.OfLeaf("what the server has forgotten"u8), null);
        var late = new TestPlacement(("acme", null)) { KnownEnd = await EndAsync("acme") with { Frontier = other.Encode() } };
        await Trail.AppendAsync(late, default);
        Assert.Equal(1, late.Ground?.Size);
        await AssertTreeAsync();
    }

    private async Task<AuditGround> EndAsync(string tenant)
    {
        var (head, last) = (await Trail.ReadHeadAsync(default), (await Trail.ReadAsync(tenant, 0, int.MaxValue, default))[^1]);
        return new AuditGround { Size = head.Size, Frontier = head.Frontier, Tails = new Dictionary<string, AuditTail> { [tenant] = new(last.Sequence, MerkleHash.OfLeaf(last.Leaf)) } };
    }

    // What is stored of the edge is that of the stored leaves.
    private async Task AssertTreeAsync()
    {
        var frontier = new MerkleFrontier();
        foreach (var batch in await Trail.ReadBatchesAsync(0, int.MaxValue / 2, default))
        {
            foreach (var leaf in AuditFrames.Split(batch.Leaves)) frontier.Append(MerkleHash.OfLeaf(leaf.Span), null);
        }

        Assert.Equal(frontier.Encode(), (await Trail.ReadHeadAsync(default)).Frontier.ToArray());
    }

    [Fact]
    public async Task Intents_AreOpenUntilTheirOutcome()
    {
        await Trail.AppendAsync(new TestPlacement(("acme", null)) { Opened = [new OpenIntent("one", 0), new OpenIntent("other", 0)], Time = DateTimeOffset.UnixEpoch.AddHours(1) }, default);
        Assert.Empty(await Trail.ReadIntentsAsync(DateTimeOffset.UnixEpoch.AddHours(1), 10, default));
        Assert.Equal(["one", "other"], (await Trail.ReadIntentsAsync(DateTimeOffset.UnixEpoch.AddHours(2), 10, default)).Select(intent => intent.Key).Order());
        await Trail.AppendAsync(new TestPlacement(("acme", null)) { Closed = ["one", "never opened"], Opened = [new OpenIntent("other", 1)] }, default);
        Assert.Equal([new OpenIntent("other", 1)], await Trail.ReadIntentsAsync(DateTimeOffset.UnixEpoch.AddHours(2), 10, default));
    }

    private sealed class TwicePlacement : IAuditPlacement
    {
        public long? KnownSize => null;

        public long? DoubtfulIndex => null;

        public IReadOnlyCollection<string> Tenants(bool hasMoved) => [];

        public AuditAppendix? Place(AuditGround ground)
        {
            Assert.True(MerkleFrontier.TryDecode(ground.Frontier.Span, out var frontier));
            var batch = new AuditBatchBuilder(frontier, new System.Buffers.ArrayBufferWriter<byte>());
            batch.Add("acme", 1, "again"u8, []);
            return batch.Build(DateTimeOffset.UnixEpoch, [], []);
        }
    }
}
