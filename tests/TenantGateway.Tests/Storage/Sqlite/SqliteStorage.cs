using System.Data.Common;
using Dapper;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using TenantGateway.Storage.Databases;
using TenantGateway.Storage.Sqlite;
using TenantGateway.Storage.Tombstones;
using TenantGateway.Tests.Storage.Contracts;

namespace TenantGateway.Tests.Storage.Sqlite;

/// <summary>A file in a directory.</summary>
internal sealed class SqliteStorage : TestStorage
{
    internal override Dictionary<string, string?> Settings => new()
    {
        [$"{StorageOptions.Section}:Directory"] = Directory["state"],
        [$"{TombstonesOptions.Section}:Directory"] = Tombstones,
    };

    // Patient enough for a machine that has other things to do.
    internal override Database Open() =>
        new SqliteDatabase(Options.Create(new StorageOptions { Directory = Directory["state"], BusyTimeoutMilliseconds = 10_000 }), NullLogger<SqliteDatabase>.Instance);

    internal override async Task BackUpAsync(string file)
    {
        await using var stranger = TestDatabase.Stranger(Directory);
        await stranger.ExecuteAsync("VACUUM INTO @file", new { file });
    }

    internal override Task<TestStorage> RestoreElsewhereAsync(string file)
    {
        var restored = new SqliteStorage { Tombstones = Tombstones };
        System.IO.Directory.CreateDirectory(restored.Directory["state"]);
        File.Copy(file, Path.Combine(restored.Directory["state"], "gateway.db"));
        return Task.FromResult<TestStorage>(restored);
    }

    internal override Task<DbConnection> ConnectAsync() => Task.FromResult<DbConnection>(TestDatabase.Stranger(Directory));
}
