using System.Globalization;
using TenantGateway.Tests.Demo;
using TenantGateway.Tests.Proxies;
using TenantGateway.Tests.World;

namespace TenantGateway.Faults.Replicas.World;

/// <summary>The PostgreSQL and the Redis that replicas share. Each replica comes to each of them through a proxy of its own.</summary>
internal sealed class SharedServers : IAsyncDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private SharedServers(PostgresServer postgres, RedisServer redis, string database, int replicas)
    {
        (Postgres, Redis, Database) = (postgres, redis, database);
        ToPostgres = [.. Enumerable.Range(0, replicas).Select(_ => FaultProxy.Start(postgres.Port))];
        ToRedis = [.. Enumerable.Range(0, replicas).Select(_ => FaultProxy.Start(redis.Port))];
    }

    public PostgresServer Postgres { get; }

    public RedisServer Redis { get; }

    public string Database { get; }

    public IReadOnlyList<FaultProxy> ToPostgres { get; }

    public IReadOnlyList<FaultProxy> ToRedis { get; }

    public static async Task<SharedServers> StartAsync(int replicas)
    {
        var redis = RedisServer.StartAsync();
        var postgres = await PostgresServer.StartAsync();
        return new SharedServers(postgres, await redis, await postgres.CreateDatabaseAsync(), replicas);
    }

    /// <summary>The settings of a replica.</summary>
    public IEnumerable<KeyValuePair<string, string?>> SettingsOf(int place) =>
    [
        new("Gateway:Storage:Directory", null),
        new("Gateway:Storage:PostgreSql:ConnectionStringFile", SecretOf(place)),
        new("Gateway:Tombstones:Directory", Path.Combine(_directory.Path, "tombstones")),
        new("Gateway:Redis:Endpoints:0", string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{ToRedis[place].Port}")),
        new("Gateway:Redis:Tls", "false"),
        new("Gateway:Quotas:Replicas", string.Create(CultureInfo.InvariantCulture, $"{ToRedis.Count}")),
    ];

    /// <summary>The file that leads to another database, past the proxies.</summary>
    public string SecretOf(string database) => SecretOf(database, Postgres.Port);

    /// <summary>A tenant's audit trail in order; fails unless it is an unbroken chain.</summary>
    public Task<IReadOnlyList<AuditRecord>> TrailAsync(string tenant) => AuditRecords.ReadPostgreSqlAsync(SecretOf(Database), tenant);

    /// <summary>Ends everything that is done to connections.</summary>
    public void Heal()
    {
        foreach (var proxy in ToPostgres.Concat(ToRedis)) proxy.Heal();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var proxy in ToPostgres.Concat(ToRedis)) await proxy.DisposeAsync();
        await Redis.DisposeAsync();
        await Postgres.DisposeAsync();
        _directory.Dispose();
    }

    private string SecretOf(int place) => SecretOf(Database, ToPostgres[place].Port);

    // As a secret is mounted.
    private string SecretOf(string database, int port)
    {
        var file = Path.Combine(_directory.Path, string.Create(CultureInfo.InvariantCulture, $"{database}-{port}"));
        File.WriteAllText(file, Postgres.ConnectionString(database, port));
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return file;
    }
}
