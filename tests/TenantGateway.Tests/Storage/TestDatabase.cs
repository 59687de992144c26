using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using TenantGateway.Storage.Databases;
using TenantGateway.Storage.Sqlite;

namespace TenantGateway.Tests.Storage;

/// <summary>Databases over a test's directory, and connections of a stranger to them.</summary>
internal static class TestDatabase
{
    internal static Database In(TempDirectory directory, int busyTimeoutMilliseconds = 1000) => In(directory["state"], busyTimeoutMilliseconds);

    /// <param name="directory">A gateway's own.</param>
    /// <param name="busyTimeoutMilliseconds">How long the trail waits.</param>
    internal static Database In(string directory, int busyTimeoutMilliseconds = 1000) => new SqliteDatabase(
        Options.Create(new StorageOptions { Directory = directory, BusyTimeoutMilliseconds = busyTimeoutMilliseconds }),
        NullLogger<SqliteDatabase>.Instance);

    /// <summary>A connection that shares nothing with the gateway's.</summary>
    internal static SqliteConnection Stranger(TempDirectory directory) => Stranger(directory["state"]);

    /// <param name="directory">A gateway's own.</param>
    internal static SqliteConnection Stranger(string directory)
    {
        var connection = new SqliteConnection($"Data Source={Path.Combine(directory, "gateway.db")};Pooling=False");
        connection.Open();
        return connection;
    }
}
