using TenantGateway.Storage.PostgreSql;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Storage.PostgreSql;

/// <summary>A server that would not keep what it acknowledges is not used.</summary>
public sealed class ServerDemandsTests
{
    [PostgresFact]
    public async Task SettingOfTheDatabase_StopsTheStart()
    {
        await using var storage = await PostgreSqlStorage.CreateAsync();
        var server = await PostgresServer.SharedAsync();
        await server.ExecuteAsync("postgres", $"ALTER DATABASE {storage.Name} SET synchronous_commit = off");

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => StateHost.StartAsync(storage.Directory, settings: storage.Settings));

        Assert.Contains($"The database {storage.Name} at tcp://127.0.0.1:{server.Port} cannot keep the state: synchronous_commit is off for this role or database", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(PostgresServer.Password, refused.ToString(), StringComparison.Ordinal);
    }

    [PostgresFact]
    public async Task SettingOfTheRole_StopsTheStart()
    {
        await using var storage = await PostgreSqlStorage.CreateAsync();
        var server = await PostgresServer.SharedAsync();
        await server.ExecuteAsync("postgres", $"ALTER ROLE {PostgresServer.Role} IN DATABASE {storage.Name} SET synchronous_commit = off");

        await Assert.ThrowsAsync<InvalidOperationException>(() => StateHost.StartAsync(storage.Directory, settings: storage.Settings));
    }

    /// <summary>New connections are asked too: who loosens the server under a running gateway gets no more of its writes.</summary>
    [PostgresFact]
    public async Task SettingThatComesLater_StopsNewConnections()
    {
        await using var storage = await PostgreSqlStorage.CreateAsync();
        using var database = storage.Open();
        await database.EnsureOpenAsync(default);
        await (await PostgresServer.SharedAsync()).ExecuteAsync("postgres", $"ALTER DATABASE {storage.Name} SET synchronous_commit = off");

        await Assert.ThrowsAsync<InvalidOperationException>(() => database.ChangeAsync("DELETE FROM token_sightings WHERE key_id = @key", new { key = "" }, default));
    }

    [PostgresFact]
    public async Task OtherEncoding_StopsTheStart()
    {
        await using var storage = await PostgreSqlStorage.CreateAsync();
        var server = await PostgresServer.SharedAsync();
        await server.DropDatabaseAsync(storage.Name);
        await server.ExecuteAsync("postgres", $"CREATE DATABASE {storage.Name} TEMPLATE template0 ENCODING 'SQL_ASCII' LOCALE 'C'");

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => StateHost.StartAsync(storage.Directory, settings: storage.Settings));
        Assert.Contains("its encoding is SQL_ASCII and must be UTF8", refused.Message, StringComparison.Ordinal);
    }

    [PostgresFact]
    public async Task ServerThatDoesNotSync_StopsTheStartWithEveryReason()
    {
        await using var server = await PostgresServer.StartAsync("fsync=off", "full_page_writes=off", "synchronous_commit=off");
        using var directory = new TempDirectory();
        var file = ConnectionFiles.Write(directory, server.ConnectionString("postgres"));
        using var database = PostgreSqlStorage.Open(new PostgreSqlOptions { ConnectionStringFile = file });

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(async () => await database.EnsureOpenAsync(default));

        foreach (var reason in (string[])["fsync is off", "full_page_writes is off", "synchronous_commit is off"]) Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
        Assert.False(await ExistsAsync(server, "schemaversions"));
    }

    private static async Task<bool> ExistsAsync(PostgresServer server, string table)
    {
        await using var connection = await server.ConnectAsync("postgres");
        await using var command = connection.CreateCommand();
        command.CommandText = $"SELECT to_regclass('{table}') IS NOT NULL";
        return await command.ExecuteScalarAsync() is true;
    }
}
