using TenantGateway.Core.Audit;
using TenantGateway.Storage.Stores;

namespace TenantGateway.Tests.Storage.Contracts;

public abstract class AuditStoreContract : StorageContract
{
    private AuditStore Trail => new(Database);

    [Fact]
    public async Task EmptyTrail_HasNoTails() => Assert.Empty(await Trail.ReadTailsAsync(default));

    [Fact]
    public async Task Appended_IsReadInOrderPageByPage()
    {
        await Trail.AppendAsync([Row("acme", 1), Row("globex", 1), Row("acme", 2) with { Details = [9, 9] }, Row("acme", 3)], default);
        using var restarted = Storage.Open();
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
        await Trail.AppendAsync([.. Enumerable.Range(1, 20).Select(i => Row("acme", i)), Row("operator", 1), Row("globex", 1), Row("globex", 2)], default);
        var tails = await Trail.ReadTailsAsync(default);
        Assert.Equal([("acme", 20), ("globex", 2), ("operator", 1)], tails.Select(tail => (tail.Tenant, tail.Sequence)));
        Assert.Equal("acme 20"u8.ToArray(), tails[0].Leaf);
    }

    [Fact]
    public async Task SequenceThatIsTaken_AppendsNothingOfTheBatch()
    {
        await Trail.AppendAsync([Row("acme", 1)], default);
        await Assert.ThrowsAsync<AuditPlaceTakenException>(async () => await Trail.AppendAsync([Row("globex", 1), Row("acme", 2), Row("acme", 1)], default));
        Assert.Equal([("acme", 1)], (await Trail.ReadTailsAsync(default)).Select(tail => (tail.Tenant, tail.Sequence)));
    }

    private static AuditRow Row(string tenant, long sequence) => new(tenant, sequence, System.Text.Encoding.UTF8.GetBytes($"{tenant} {sequence}"), null);
}
