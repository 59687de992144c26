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
    public void OldestBatches_MakeRoom()
    {
        for (var i = 0; i < 20; i++) Add(i, 1, bytes: 1024 * 1024);
        Assert.Empty(From(11));
        Assert.Equal([12, 13, 14, 15, 16, 17, 18, 19], From(12));
    }

    private void Add(long first, int count, int bytes = 10) => _recent.Add(new AuditBatch(first, count, new byte[bytes]));

    private IEnumerable<long> From(long index, int records = 100, long size = long.MaxValue) => _recent.From(index, records, size).Select(batch => batch.FirstIndex);
}
