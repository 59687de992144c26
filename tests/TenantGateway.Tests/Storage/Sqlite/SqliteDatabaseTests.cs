using System.Data.Common;
using TenantGateway.Core.Keys;
using TenantGateway.Storage.Databases;
using TenantGateway.Storage.Stores;

namespace TenantGateway.Tests.Storage.Sqlite;

public sealed class SqliteDatabaseTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task NewDatabase_BelongsToItsOwnerAlone()
    {
        if (OperatingSystem.IsWindows()) return;
        using var database = TestDatabase.In(_directory);
        await new TokenSightingStore(database).AddAsync([new TokensSeen(KeyId.FromBits(7), 3, default, default)], default);
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
            var settings = await database.WriteAsync(
                async transaction => (await transaction.FindAsync<long>("PRAGMA synchronous"), await transaction.FindAsync<string>("PRAGMA journal_mode"), await transaction.FindAsync<long>("PRAGMA foreign_keys"),
                    await transaction.FindAsync<long>("PRAGMA busy_timeout")),
                default);
            Assert.Equal((2, "wal", 1, 10_000), settings);
        }
    }

    /// <summary>Whoever rotates a key at noon must not be told that the database is busy.</summary>
    [Fact]
    public async Task ChangeByAnAdmin_WaitsLongerThanTheTrailForItsTurn()
    {
        using var database = TestDatabase.In(_directory, 500);
        await database.EnsureOpenAsync(default);
        await using var other = TestDatabase.Stranger(_directory);
        await using var writing = other.BeginTransaction(deferred: false);
        var change = Task.Run(async () => await new TokenSightingStore(database).AddAsync([new TokensSeen(KeyId.FromBits(7), 3, default, default)], default));
        await Assert.ThrowsAnyAsync<DbException>(async () => await new AuditStore(database).AppendAsync(TestPlacement.Of("acme"), default));
        Assert.False(change.IsCompleted);
        await writing.RollbackAsync();
        await change;
        Assert.Single(await new TokenSightingStore(database).ListAsync(default));
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
