using System.Globalization;
using Npgsql;

namespace TenantGateway.Storage.PostgreSql;

/// <summary>
/// Connections by what they are for, each kind with a pool and time limits of its own, so that admins who wait for each other leave the trail and readers alone.
/// </summary>
/// <remarks>
/// The limits are set in the startup packet, and no statement changes them in a connection that goes back into a pool. The server enforces them as well, so that a
/// process that was frozen in the middle of a transaction does not keep everybody else out.
/// </remarks>
internal sealed class DataSources : IDisposable
{
    private const int TrailConnections = 2;
    private const int WritingConnections = 4;
    private const int MigrationSeconds = 600;

    // Half of what a request waits for its record by default: who is not heard between a record and its commit keeps that place of the trail from all other
    // replicas, and they must have it before their requests give up. Nothing is thought about in between.
    private const int TrailIdleSeconds = 1;

    // The server speaks first where it can: what it says is certain.
    private const int GraceSeconds = 2;

    // New connections are checked, and old ones do not stay for ever.
    private const int LifetimeSeconds = 900;

    // A batch of the log leaves in one piece, and a segment's records come in few: with the usual 8 KB each would wake the server several times.
    private const int BufferBytes = 128 * 1024;

    private readonly PostgreSqlOptions _options;
    private readonly string _file;

    internal DataSources(PostgreSqlOptions options)
    {
        (_options, _file) = (options, options.ConnectionStringFile ?? throw new ArgumentException("There is no connection string.", nameof(options)));
        var seconds = options.CommandTimeoutSeconds;
        Reading = Create("reading", options.MaxConnections - TrailConnections - WritingConnections, seconds, "-c default_transaction_read_only=on -c lock_timeout=5s");
        Writing = Create("writing", WritingConnections, seconds, $"-c lock_timeout={seconds}s");
        Trail = Create("trail", TrailConnections, seconds, $"-c lock_timeout={seconds}s -c idle_in_transaction_session_timeout={TrailIdleSeconds}s");
        Preparing = Create("preparing", 0, MigrationSeconds, "-c lock_timeout=60s");
    }

    internal NpgsqlDataSource Reading { get; }

    internal NpgsqlDataSource Writing { get; }

    internal NpgsqlDataSource Trail { get; }

    /// <summary>For migrations and whatever else takes long; not pooled.</summary>
    internal NpgsqlDataSource Preparing { get; }

    public void Dispose()
    {
        Reading.Dispose();
        Writing.Dispose();
        Trail.Dispose();
        Preparing.Dispose();
    }

    private NpgsqlDataSource Create(string purpose, int connections, int seconds, string settings)
    {
        var server = ConnectionStringFile.Read(_file);
        server.Password = null;
        server.ApplicationName = $"tenant-gateway {purpose}";
        server.PersistSecurityInfo = false;
        server.IncludeErrorDetail = false;
        server.GssEncryptionMode = GssEncryptionMode.Disable;
        server.Timezone = "UTC";
        (server.Pooling, server.MinPoolSize, server.MaxPoolSize) = (connections > 0, 0, Math.Max(1, connections));
        // Nothing that goes back into a pool has changed its session, so there is nothing to reset: that would be seven statements more for every use.
        server.NoResetOnClose = true;
        (server.ReadBufferSize, server.WriteBufferSize) = (BufferBytes, BufferBytes);
        (server.ConnectionLifetime, server.MaxAutoPrepare) = (LifetimeSeconds, connections > 0 ? 64 : 0);
        (server.Timeout, server.CommandTimeout, server.CancellationTimeout) = (_options.ConnectTimeoutSeconds, seconds + GraceSeconds, 1000);
        (server.KeepAlive, server.TcpKeepAlive) = (connections > 0 ? 0 : 10, true);
        server.Options = string.Create(
            CultureInfo.InvariantCulture,
            $"-c statement_timeout={seconds}s -c idle_in_transaction_session_timeout={seconds}s -c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3 {settings}");
        var builder = new NpgsqlDataSourceBuilder(server.ConnectionString);
        // Read anew, so that a password may be changed while the gateway runs.
        builder.UsePasswordProvider(_ => ConnectionStringFile.Read(_file).Password ?? "", (_, _) => ValueTask.FromResult(ConnectionStringFile.Read(_file).Password ?? ""));
        builder.UsePhysicalConnectionInitializer(ServerDemands.Check, ServerDemands.CheckAsync);
        return builder.Build();
    }
}
