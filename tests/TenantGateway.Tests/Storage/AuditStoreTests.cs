using TenantGateway.Core.Audit;
using TenantGateway.Storage;

namespace TenantGateway.Tests.Storage;

public sealed class AuditStoreTests : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly Database _database;
    private readonly AuditStore _store;

    public AuditStoreTests()
    {
        _database = TestDatabase.In(_directory);
        _store = new AuditStore(_database);
    }

    public void Dispose()
    {
        _database.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task EmptyTrail_HasNoTails() => Assert.Empty(await _store.ReadTailsAsync(default));

    [Fact]
    public async Task Appended_IsReadInOrderPageByPage()
    {
        await _store.AppendAsync([Row("acme", 1), Row("globex", 1), Row("acme", 2) with { Details = [9, 9] }, Row("acme", 3)], default);
        using var restarted = TestDatabase.In(_directory);
        var store = new AuditStore(restarted);
        var first = await store.ReadAsync("acme", 0, 2, default);
        Assert.Equal([1, 2], first.Select(row => row.Sequence));
        Assert.Null(first[0].Details);
        Assert.Equal([9, 9], first[1].Details);
        Assert.Equal("acme 2"u8.ToArray(), first[1].Leaf);
        Assert.Equal([3], (await store.ReadAsync("acme", 2, 10, default)).Select(row => row.Sequence));
        Assert.Empty(await store.ReadAsync("acme", 3, 10, default));
        Assert.Empty(await store.ReadAsync("initech", 0, 10, default));
    }

    [Fact]
    public async Task Tails_AreTheLastOfEveryTenant()
    {
        await _store.AppendAsync([.. Enumerable.Range(1, 20).Select(i => Row("acme", i)), Row("operator", 1), Row("globex", 1), Row("globex", 2)], default);
        var tails = await _store.ReadTailsAsync(default);
        Assert.Equal([("acme", 20), ("globex", 2), ("operator", 1)], tails.Select(tail => (tail.Tenant, tail.Sequence)));
        Assert.Equal("acme 20"u8.ToArray(), tails[0].Leaf);
    }

    [Fact]
    public async Task SequenceThatIsTaken_AppendsNothingOfTheBatch()
    {
        await _store.AppendAsync([Row("acme", 1)], default);
        await Assert.ThrowsAsync<AuditPlaceTakenException>(async () => await _store.AppendAsync([Row("globex", 1), Row("acme", 2), Row("acme", 1)], default));
        Assert.Equal([("acme", 1)], (await _store.ReadTailsAsync(default)).Select(tail => (tail.Tenant, tail.Sequence)));
    }

    private static AuditRow Row(string tenant, long sequence) => new(tenant, sequence, System.Text.Encoding.UTF8.GetBytes($"{tenant} {sequence}"), null);
}
