using Dapper;
using Microsoft.Data.Sqlite;
using TenantGateway.Core.Keys;
using TenantGateway.Storage;

namespace TenantGateway.Tests.Storage;

public sealed class DatabaseTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task NewDatabase_BelongsToItsOwnerAlone()
    {
        if (OperatingSystem.IsWindows()) return;
        using var database = TestDatabase.In(_directory);
        await using var connection = await database.OpenAsync(default);
        await connection.ExecuteAsync("CREATE TABLE t (x)");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(_directory["state"]));
        var files = Directory.GetFiles(_directory["state"]);
        Assert.Contains(files, file => file.EndsWith("gateway.db-wal", StringComparison.Ordinal));
        foreach (var file in files) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    [Fact]
    public async Task EveryConnection_CommitsToTheDisk()
    {
        using var database = TestDatabase.In(_directory);
        for (var i = 0; i < 3; i++)
        {
            await using var connection = await database.OpenAsync(default);
            Assert.Equal(2, await connection.ExecuteScalarAsync<long>("PRAGMA synchronous"));
            Assert.Equal("wal", await connection.ExecuteScalarAsync<string>("PRAGMA journal_mode"));
            Assert.Equal(1, await connection.ExecuteScalarAsync<long>("PRAGMA foreign_keys"));
            Assert.Equal(10_000, await connection.ExecuteScalarAsync<long>("PRAGMA busy_timeout"));
        }
    }

    /// <summary>Whoever rotates a key at noon must not be told that the database is busy.</summary>
    [Fact]
    public async Task ChangeByAnAdmin_WaitsLongerThanTheTrailForItsTurn()
    {
        using var database = TestDatabase.In(_directory, 500);
        await using var other = await database.OpenAsync(default);
        await other.ExecuteAsync("BEGIN IMMEDIATE");
        var change = Task.Run(async () => await new TokenSightingStore(database).AddAsync([new TokensSeen(KeyId.FromBits(7), 3, default, default)], default));
        await Assert.ThrowsAsync<SqliteException>(async () => await new AuditStore(database).AppendAsync(TestPlacement.Of("acme"), default));
        Assert.False(change.IsCompleted);
        await other.ExecuteAsync("ROLLBACK");
        await change;
        Assert.Single(await new TokenSightingStore(database).ListAsync(default));
    }

    [Fact]
    public async Task ManyOpenAtOnce_MigratesOnce()
    {
        using var database = TestDatabase.In(_directory);
        await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(async () =>
        {
            await using var connection = await database.OpenAsync(default);
            Assert.Equal(0, await connection.ExecuteScalarAsync<long>("SELECT count(*) FROM tenants"));
        })));
        await using var stranger = TestDatabase.Stranger(_directory);
        Assert.Equal(TestDatabase.Migrations, await stranger.QueryAsync<string>("SELECT ScriptName FROM SchemaVersions"));
    }

    [Fact]
    public async Task DatabaseOfANewerVersion_IsRefusedAndLeftAsItIs()
    {
        using (var database = TestDatabase.In(_directory))
        {
            await using var connection = await database.OpenAsync(default);
            await connection.ExecuteAsync("INSERT INTO SchemaVersions (ScriptName, Applied) VALUES ('0999_future.sql', '2030-01-01')");
        }

        using var older = TestDatabase.In(_directory);
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(async () => await older.OpenAsync(default));
        Assert.Contains("newer version", refused.Message, StringComparison.Ordinal);
        Assert.Contains("0999_future.sql", refused.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await older.OpenAsync(default));
        await Assert.ThrowsAsync<InvalidOperationException>(() => StateHost.StartAsync(_directory));
    }

    [Fact]
    public async Task DirectoryNotSet_StopsTheStartWithEveryError()
    {
        var refused = await Assert.ThrowsAnyAsync<Exception>(() => StateHost.StartAsync(_directory, settings: new()
        {
            [StorageOptions.Section + ":Directory"] = "",
            ["Gateway:Keys:Local:Directory"] = "",
            ["Gateway:Audit:CommitTimeoutSeconds"] = "0",
        }));
        Assert.Contains("Gateway:Storage:Directory is not set", refused.ToString(), StringComparison.Ordinal);
        Assert.Contains("Gateway:Keys:Local:Directory is not set", refused.ToString(), StringComparison.Ordinal);
        Assert.Contains("Gateway:Audit:CommitTimeoutSeconds must be", refused.ToString(), StringComparison.Ordinal);
    }
}
