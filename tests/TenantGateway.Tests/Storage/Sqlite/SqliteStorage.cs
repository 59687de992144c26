using System.Data.Common;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using TenantGateway.Storage.Databases;
using TenantGateway.Storage.Sqlite;
using TenantGateway.Tests.Storage.Contracts;

namespace TenantGateway.Tests.Storage.Sqlite;

/// <summary>A file in a directory.</summary>
internal sealed class SqliteStorage : TestStorage
{
    internal override Dictionary<string, string?> Settings => new() { [$"{StorageOptions.Section}:Directory"] = Directory["state"] };

    // Patient enough for a machine that has other things to do.
    internal override Database Open() =>
        new SqliteDatabase(Options.Create(new StorageOptions { Directory = Directory["state"], BusyTimeoutMilliseconds = 10_000 }), NullLogger<SqliteDatabase>.Instance);

    internal override Task<DbConnection> ConnectAsync() => Task.FromResult<DbConnection>(TestDatabase.Stranger(Directory));
}
