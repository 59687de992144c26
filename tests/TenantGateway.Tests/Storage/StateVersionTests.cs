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
    public async Task AuditRecords_LeaveItAlone()
    {
        await using var host = await StateHost.StartAsync(_directory);
        var before = await host.Get<IStateVersion>().ReadAsync(default);

        await using (var connection = await host.Get<Database>().OpenAsync(default)) await connection.ExecuteAsync("INSERT INTO audit_intents (key, leaf_index, taken_at) VALUES ('acme', 1, 1)");

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
