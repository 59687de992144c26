using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using TenantGateway.Storage;

namespace TenantGateway.Tests.Storage;

/// <summary>Databases over a test's directory, and connections of a stranger to them.</summary>
internal static class TestDatabase
{
    private const string Folder = "TenantGateway.Storage.Migrations.";

    /// <summary>Every migration of this version, in order.</summary>
    internal static IReadOnlyList<string> Migrations { get; } =
        [.. typeof(Database).Assembly.GetManifestResourceNames().Where(name => name.StartsWith(Folder, StringComparison.Ordinal)).Select(name => name[Folder.Length..]).Order(StringComparer.Ordinal)];

    internal static Database In(TempDirectory directory, int busyTimeoutMilliseconds = 1000) => new(
        Options.Create(new StorageOptions { Directory = directory["state"], BusyTimeoutMilliseconds = busyTimeoutMilliseconds }),
        NullLogger<Database>.Instance);

    /// <summary>A connection that shares nothing with the gateway's.</summary>
    internal static SqliteConnection Stranger(TempDirectory directory)
    {
        var connection = new SqliteConnection($"Data Source={Path.Combine(directory["state"], "gateway.db")};Pooling=False");
        connection.Open();
        return connection;
    }
}
