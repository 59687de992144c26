using Dapper;
using TenantGateway.Core.Keys;
using TenantGateway.Core.State;

namespace TenantGateway.Tests.Storage.Contracts;

public abstract class StateVersionContract : StorageContract
{
    [Theory]
    [InlineData("UPDATE tenants SET state = 'suspended'")]
    [InlineData("UPDATE tenant_organizations SET organization_id = organization_id || 'x'")]
    [InlineData("DELETE FROM tenant_hosts")]
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
    public async Task Looking_IsNoUse()
    {
        await using var host = await StateHost.StartAsync(Storage.Directory, settings: Storage.Settings);
        await host.CreateTenantAsync("acme");
        var uses = 0;
        host.Get<IStateUse>().Used += () => uses++;

        await host.Get<IStateVersion>().ReadAsync(default);
        await host.Get<ITenantStore>().ListAsync(default);

        Assert.Equal(0, uses);
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
