using System.Buffers.Binary;
using TenantGateway.Auditing.Projections;
using TenantGateway.Core.Audit;

namespace TenantGateway.Tests.Auditing;

public sealed class RecentBatchesTests
{
    private readonly RecentBatches _recent = new();

    [Fact]
    public void Batches_AreGivenFromTheOneThatHoldsTheIndex()
    {
        Add(0, 3);
        Add(3, 2);
        Add(5, 4);
        Assert.Equal([0, 3, 5], From(0));
        Assert.Equal([0, 3, 5], From(2));
        Assert.Equal([3, 5], From(4));
        Assert.Equal([5], From(8));
        Assert.Empty(From(9));
        Assert.Equal([0, 3], From(1, records: 3));
    }

    [Fact]
    public void WhatCameBeforeOthersWrote_IsNotGoneThrough()
    {
        Add(0, 3);
        Add(7, 1);
        Assert.Empty(From(0));
        Assert.Empty(From(5));
        Assert.Equal([7], From(7));
    }

    [Fact]
    public void WhatTheDatabaseDoesNotHave_IsNotGiven()
    {
        Add(0, 3);
        Add(3, 2);
        Assert.Equal([0, 3], From(0, size: 5));
        Assert.Equal([0], From(0, size: 4));
        Assert.Empty(From(3, size: 3));
    }

    [Fact]
    public void WhatTheDatabaseForgot_IsNotKeptBesideWhatTookItsPlace()
    {
        Add(0, 3);
        Add(3, 2);
        Add(3, 1, bytes: 11);
        Assert.Empty(From(0));
        Assert.Equal(11, Assert.Single(_recent.From(3, 100, long.MaxValue)).Leaves.Length);
    }

    [Fact]
    public void OldestBatches_MakeRoom()
    {
        for (var i = 0; i < 20; i++) Add(i, 1, bytes: 1024 * 1024);
        Assert.Empty(From(11));
        Assert.Equal([12, 13, 14, 15, 16, 17, 18, 19], From(12));
    }

    [Fact]
    public void Contents_AreThoseAddedHoweverOftenTheRoomIsUsedAgain()
    {
        var added = new List<byte[]>();
        for (var i = 0; i < 1000; i++)
        {
            // Of all lengths, and none like its neighbours.
            added.Add(new byte[4 + (i * 7919 % 100_000)]);
            added[^1].AsSpan().Fill((byte)(i * 131));
            BinaryPrimitives.WriteInt32BigEndian(added[^1], i);
            _recent.Add(new AuditBatch(i, 1, added[^1]));
            var from = Math.Max(0, i - (i * 13 % 60));
            var given = _recent.From(from, 100, long.MaxValue);
            Assert.Equal(added.Count - from, given.Count);
            Assert.All(given, batch => Assert.True(batch.Leaves.Span.SequenceEqual(added[(int)batch.FirstIndex])));
        }
    }

    [Fact]
    public void WhatWasGiven_StaysAsItWas()
    {
        _recent.Add(new AuditBatch(0, 1, Enumerable.Repeat((byte)1, 1000).ToArray()));
        var given = Assert.Single(_recent.From(0, 1, long.MaxValue));
        for (var i = 1; i <= 9; i++) Add(i, 1, bytes: 1024 * 1024);
        Assert.Empty(From(0));
        Assert.DoesNotContain((byte)0, given.Leaves.ToArray());
    }

    [Fact]
    public void BatchWithoutRoom_IsNotKeptNorAnythingBefore()
    {
        Add(0, 1);
        Add(1, 1, bytes: 9 * 1024 * 1024);
        Assert.Empty(From(0));
        Assert.Empty(From(1));
        Add(2, 1);
        Assert.Equal([2], From(2));
    }

    [Fact]
    public void ManyShortBatches_MakeRoomToo()
    {
        const int Most = 16 * 1024;
        for (var i = 0; i < Most + 5; i++) Add(i, 1, bytes: 1);
        Assert.Empty(From(4));
        Assert.Equal([5, 6, 7], From(5, records: 3));
        Assert.Equal([Most + 4], From(Most + 4));
    }

    private void Add(long first, int count, int bytes = 10) => _recent.Add(new AuditBatch(first, count, new byte[bytes]));

    private IEnumerable<long> From(long index, int records = 100, long size = long.MaxValue) => _recent.From(index, records, size).Select(batch => batch.FirstIndex);
}
