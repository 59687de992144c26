using Dapper;
using TenantGateway.Core.Audit;
using TenantGateway.Core.Keys;
using TenantGateway.Core.State;
using TenantGateway.Storage.Stores;

namespace TenantGateway.Tests.Storage.Contracts;

public abstract class StateVersionContract : StorageContract
{
    [Theory]
    [InlineData("UPDATE tenants SET state = 'suspended'")]
    [InlineData("UPDATE tenant_organizations SET organization_id = organization_id || 'x'")]
    [InlineData("DELETE FROM tenant_hosts")]
    [InlineData("INSERT INTO tenant_clusters (tenant_id, cluster, own_cluster) VALUES ('acme', 'crm', 'acme-crm')")]
    [InlineData("UPDATE generations SET epoch = epoch + 1 WHERE tenant_id = 'acme'")]
    [InlineData("DELETE FROM service_keys")]
    public async Task ChangeByAnybody_RaisesIt(string change)
    {
        await using var host = await StateHost.StartAsync(Storage.Directory, settings: Storage.Settings);
        await host.CreateTenantAsync("acme");
        var before = await host.Get<IStateVersion>().ReadAsync(default);
        Assert.Equal(before, await host.Get<IStateVersion>().ReadAsync(default));

        await using (var stranger = await Storage.ConnectAsync()) Assert.True(await stranger.ExecuteAsync(change) > 0);

        Assert.NotEqual(before, await host.Get<IStateVersion>().ReadAsync(default));
    }

    [Fact]
    public async Task ChangeByThisProcess_IsToldOnceItIsCommitted()
    {
        await using var host = await StateHost.StartAsync(Storage.Directory, settings: Storage.Settings);
        await using var stranger = await Storage.ConnectAsync();
        var before = await host.Get<IStateVersion>().ReadAsync(default);
        List<long> seen = [];
        // What another process would read at that moment.
        host.Get<IStateUse>().Used += () => seen.Add(stranger.ExecuteScalar<long>("SELECT value FROM state_version"));

        await host.CreateTenantAsync("acme");

        Assert.NotEmpty(seen);
        Assert.True(seen[^1] > before);
        Assert.Equal(await host.Get<IStateVersion>().ReadAsync(default), seen[^1]);
    }

    [Fact]
    public async Task LooksAndWritesOfTheTrail_AreNoUse()
    {
        await using var host = await StateHost.StartAsync(Storage.Directory, settings: Storage.Settings);
        await host.CreateTenantAsync("acme");
        var uses = 0;
        host.Get<IStateUse>().Used += () => uses++;

        await host.Get<IStateVersion>().ReadAsync(default);
        await host.Get<ITenantStore>().ListAsync(default);
        await host.Get<IAuditStore>().AppendAsync(TestPlacement.Of("acme"), default);

        Assert.Equal(0, uses);
    }

    /// <summary>On PostgreSQL, who raises it holds it until the commit; on SQLite there is one writer.</summary>
    [Fact]
    public async Task NumberThatWasRead_HidesNoChangeThatIsCommittedLater()
    {
        await new GenerationStore(Database).AddAsync([Generations.Unsigned("acme", 1), Generations.Unsigned("globex", 2)], default);
        await using var slow = await Storage.ConnectAsync();
        await using var pending = await slow.BeginTransactionAsync();
        await slow.ExecuteAsync("UPDATE generations SET epoch = 8 WHERE tenant_id = 'acme'", transaction: pending);
        var fast = Task.Run(async () =>
        {
            await using var stranger = await Storage.ConnectAsync();
            await stranger.ExecuteAsync("UPDATE generations SET epoch = 8 WHERE tenant_id = 'globex'");
        });
        await Task.WhenAny(fast, Task.Delay(TimeSpan.FromMilliseconds(300)));

        var (version, read) = (await new StateVersion(Database).ReadAsync(default), await new GenerationStore(Database).ListAsync(default));
        await pending.CommitAsync();
        await fast;

        // Whatever was not in what was read has another number.
        Assert.All(read, record => Assert.Equal(7, record.Epoch));
        Assert.Equal(version + 2, await new StateVersion(Database).ReadAsync(default));
    }

    [Fact]
    public async Task AuditRecords_LeaveItAlone()
    {
        await using var host = await StateHost.StartAsync(Storage.Directory, settings: Storage.Settings);
        var before = await host.Get<IStateVersion>().ReadAsync(default);

        await using (var stranger = await Storage.ConnectAsync()) await stranger.ExecuteAsync("INSERT INTO audit_intents (key, leaf_index, taken_at) VALUES ('acme', 1, 1)");

        Assert.Equal(before, await host.Get<IStateVersion>().ReadAsync(default));
    }
}
