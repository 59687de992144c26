using Dapper;
using TenantGateway.Core.State;
using TenantGateway.Storage;

namespace TenantGateway.Tests.Storage;

public sealed class StateVersionTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("UPDATE tenants SET state = 'suspended'")]
    [InlineData("UPDATE tenant_organizations SET organization_id = organization_id || 'x'")]
    [InlineData("DELETE FROM tenant_hosts")]
    [InlineData("UPDATE generations SET epoch = epoch + 1 WHERE tenant_id = 'acme'")]
    [InlineData("DELETE FROM service_keys")]
    public async Task ChangeByAnybody_RaisesIt(string change)
    {
        await using var host = await StateHost.StartAsync(_directory);
        await host.CreateTenantAsync("acme");
        var before = await host.Get<IStateVersion>().ReadAsync(default);
        Assert.Equal(before, await host.Get<IStateVersion>().ReadAsync(default));

        await using (var connection = await host.Get<Database>().OpenAsync(default)) Assert.True(await connection.ExecuteAsync(change) > 0);

        Assert.NotEqual(before, await host.Get<IStateVersion>().ReadAsync(default));
    }

    [Fact]
    public async Task ChangeByThisProcess_IsToldOnceItIsCommitted()
    {
        await using var host = await StateHost.StartAsync(_directory);
        var (version, database) = (host.Get<IStateVersion>(), host.Get<Database>());
        var before = await version.ReadAsync(default);
        List<long> seen = [];
        using var other = new Database(Microsoft.Extensions.Options.Options.Create(new StorageOptions { Directory = _directory["state"] }), Microsoft.Extensions.Logging.Abstractions.NullLogger<Database>.Instance);
        // What another process would read at that moment.
        host.Get<IStateUse>().Used += () => seen.Add(new StateVersion(other).ReadAsync(default).AsTask().GetAwaiter().GetResult());

        await host.CreateTenantAsync("acme");

        Assert.NotEmpty(seen);
        Assert.True(seen[^1] > before);
        Assert.Equal(await version.ReadAsync(default), seen[^1]);
    }

    [Fact]
    public async Task LooksAtTheVersionAndWritesOfTheTrail_AreNoUse()
    {
        await using var host = await StateHost.StartAsync(_directory);
        var uses = 0;
        host.Get<IStateUse>().Used += () => uses++;

        await host.Get<IStateVersion>().ReadAsync(default);
        await (await host.Get<Database>().OpenForTrailAsync(default)).DisposeAsync();
        Assert.Equal(0, uses);
        await (await host.Get<Database>().OpenAsync(default)).DisposeAsync();
        Assert.Equal(1, uses);
    }

    [Fact]
    public async Task AuditRecords_LeaveItAlone()
    {
        await using var host = await StateHost.StartAsync(_directory);
        var before = await host.Get<IStateVersion>().ReadAsync(default);

        await using (var connection = await host.Get<Database>().OpenAsync(default)) await connection.ExecuteAsync("INSERT INTO audit_records (tenant, sequence, leaf) VALUES ('acme', 1, x'00')");

        Assert.Equal(before, await host.Get<IStateVersion>().ReadAsync(default));
    }

    [Fact]
    public async Task ManyOnANewDirectoryAtOnce_MigrateItOnce()
    {
        var databases = Enumerable.Range(0, 8).Select(_ => new Database(Microsoft.Extensions.Options.Options.Create(new StorageOptions { Directory = _directory["state"] }), Microsoft.Extensions.Logging.Abstractions.NullLogger<Database>.Instance)).ToList();

        await Task.WhenAll(databases.Select(database => Task.Run(async () => await (await database.OpenAsync(default)).DisposeAsync())));

        await using (var connection = await databases[0].OpenAsync(default)) Assert.Equal(TestDatabase.Migrations, await connection.QueryAsync<string>("SELECT ScriptName FROM SchemaVersions ORDER BY 1"));
        foreach (var database in databases) database.Dispose();
    }
}
