using System.Data.Common;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using TenantGateway.Storage.Databases;
using TenantGateway.Storage.PostgreSql;
using TenantGateway.Storage.Tombstones;
using TenantGateway.Tests.Storage.Contracts;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Storage.PostgreSql;

/// <summary>A database on the server that tests share.</summary>
internal sealed class PostgreSqlStorage : TestStorage
{
    // Made once, by the gateway's own migrations; the others are copies.
    private static readonly Lazy<Task<string>> Template = new(CreateTemplateAsync);

    private readonly PostgresServer _server;

    private readonly bool _ownsServer;

    private PostgreSqlStorage(PostgresServer server, string name, bool ownsServer = false)
    {
        (_server, Name, _ownsServer) = (server, name, ownsServer);
        ConnectThrough(server.Port);
    }

    /// <summary>The database's.</summary>
    internal string Name { get; }

    internal string ConnectionStringFile => Directory["database"];

    internal override Dictionary<string, string?> Settings => new()
    {
        [$"{StorageOptions.Section}:Directory"] = null,
        [$"{PostgreSqlOptions.Section}:ConnectionStringFile"] = ConnectionStringFile,
        [$"{TombstonesOptions.Section}:Directory"] = Tombstones,
    };

    /// <summary>Skips the test, by name, where there is no server.</summary>
    internal static async Task<PostgreSqlStorage> CreateAsync(bool isEmpty = false)
    {
        if (PostgresServer.Missing is { } missing) throw new InvalidOperationException($"$XunitDynamicSkip${missing}");
        var server = await PostgresServer.SharedAsync();
        return new PostgreSqlStorage(server, await server.CreateDatabaseAsync(isEmpty ? null : await Template.Value));
    }

    internal override Database Open() => Open(new PostgreSqlOptions { ConnectionStringFile = ConnectionStringFile, CommandTimeoutSeconds = 60, ConnectTimeoutSeconds = 30 });

    internal static Database Open(PostgreSqlOptions options) => new PostgreSqlDatabase(Options.Create(options), NullLogger<PostgreSqlDatabase>.Instance);

    internal override Task BackUpAsync(string file) => PostgresServer.RunToolAsync("pg_dump", "-Fc", "-f", file, "-d", _server.Address(Name));

    internal override async Task<TestStorage> RestoreElsewhereAsync(string file)
    {
        var server = await PostgresServer.StartAsync();
        var restored = new PostgreSqlStorage(server, await server.CreateDatabaseAsync(), ownsServer: true) { Tombstones = Tombstones };
        await PostgresServer.RunToolAsync("pg_restore", "--exit-on-error", "--single-transaction", "-d", server.Address(restored.Name), file);
        return restored;
    }

    internal override async Task<DbConnection> ConnectAsync() => await _server.ConnectAsync(Name);

    /// <summary>Leads gateways that start from now on through another port of loopback, such as a proxy's.</summary>
    internal void ConnectThrough(int port) => WriteConnectionString(_server.ConnectionString(Name, port));

    internal void WriteConnectionString(string text) => ConnectionFiles.Write(Directory, text);

    public override async ValueTask DisposeAsync()
    {
        if (_ownsServer) await _server.DisposeAsync();
        else await _server.DropDatabaseAsync(Name);
        await base.DisposeAsync();
    }

    private static async Task<string> CreateTemplateAsync()
    {
        var server = await PostgresServer.SharedAsync();
        var storage = new PostgreSqlStorage(server, await server.CreateDatabaseAsync());
        using (storage.Directory)
        {
            using var database = storage.Open();
            await database.EnsureOpenAsync(CancellationToken.None);
            return storage.Name;
        }
    }
}
