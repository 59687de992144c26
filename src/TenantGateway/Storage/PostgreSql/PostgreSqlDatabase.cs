using System.Data;
using System.Data.Common;
using Dapper;
using DbUp;
using DbUp.Postgresql;
using Microsoft.Extensions.Options;
using Npgsql;
using TenantGateway.Core.Audit;
using TenantGateway.Core.Doctor;
using TenantGateway.Storage.Databases;

namespace TenantGateway.Storage.PostgreSql;

/// <summary>
/// The state on a PostgreSQL server, for several replicas. One transaction at a time changes the state, in the whole deployment: an advisory lock that ends with
/// it stands for the one write lock of SQLite, so that both dialects mean the same by a condition that a statement checks.
/// </summary>
/// <remarks>
/// The lock is taken by a statement of its own: the next one sees everything that was committed before it. Isolation levels would not do as well: under READ
/// COMMITTED a statement that waits for a row judges its sub-queries by what was there before it waited, and SERIALIZABLE refuses changes that do not touch each other.
/// The trail has a lock of its own, the row of its end, so that it never waits for a change of the state.
/// </remarks>
internal sealed class PostgreSqlDatabase(IOptions<PostgreSqlOptions> options, ILogger<PostgreSqlDatabase> logger) : Database
{
    // A connection that lay in the pool while the server went away is found broken once; others are thrown away with it.
    private const int MaxConnectionsLost = 2;

    private static readonly MigrationScripts Scripts = new("PostgreSql");

    private readonly Lazy<DataSources> _sources = new(() => new DataSources(options.Value));

    public override async Task<StateInspection> InspectAsync(CancellationToken cancellationToken)
    {
        await using var connection = await _sources.Value.Reading.OpenConnectionAsync(cancellationToken);
        var applied = await AppliedAsync(connection, cancellationToken);
        // Not now(), which is the moment at which a transaction began.
        var now = await connection.ExecuteScalarAsync<double>(new CommandDefinition("SELECT extract(epoch FROM clock_timestamp())::float8", cancellationToken: cancellationToken));
        return Scripts.Inspect(applied, DateTimeOffset.UnixEpoch.AddSeconds(now));
    }

    internal override async Task<IAsyncDisposable> TakeTurnAsync(CancellationToken cancellationToken)
    {
        var connection = await _sources.Value.Preparing.OpenConnectionAsync(cancellationToken);
        try
        {
            // Of the session: it ends with the connection, which is not pooled.
            await connection.ExecuteAsync(new CommandDefinition($"SELECT pg_advisory_lock({AdvisoryLocks.Class}, {AdvisoryLocks.Turn})", cancellationToken: cancellationToken));
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    internal override async Task<bool> TryScrubAsync(CancellationToken cancellationToken)
    {
        await EnsureOpenAsync(cancellationToken);
        await using var connection = await _sources.Value.Preparing.OpenConnectionAsync(cancellationToken);
        return await Scrubbing.TryAsync(connection, cancellationToken);
    }

    internal override async Task<bool> TryScrubTrailAsync(CancellationToken cancellationToken)
    {
        await EnsureOpenAsync(cancellationToken);
        await using var connection = await _sources.Value.Preparing.OpenConnectionAsync(cancellationToken);
        await Scrubbing.OfTrailAsync(connection, cancellationToken);
        return true;
    }

    internal override bool AppendsAtOnce => true;

    internal override async Task<bool> TryAppendAsync(AuditAppendix appendix, CancellationToken cancellationToken)
    {
        await EnsureOpenAsync(cancellationToken);
        return await TrailAppend.TryAsync(_sources.Value.Trail, appendix, cancellationToken);
    }

    internal override (string Condition, object Keys) Among(string column, string parameter, IReadOnlyCollection<string> keys) => ($"{column} = ANY(@{parameter})", keys.ToArray());

    internal override bool IsKeyTaken(Exception fault) => fault is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation };

    protected override async Task MigrateAsync(CancellationToken cancellationToken)
    {
        // Several replicas may start at once.
        await using var turn = await TakeTurnAsync(cancellationToken);
        var server = new NpgsqlConnectionStringBuilder(_sources.Value.Preparing.ConnectionString);
        var name = $"{server.Database} at {server.Host}:{server.Port}";
        await using (var connection = await _sources.Value.Preparing.OpenConnectionAsync(cancellationToken))
        {
            Scripts.RefuseNewer(name, await AppliedAsync(connection, cancellationToken));
        }

        Log.DatabaseOpened(logger, name, Scripts.Apply(DeployChanges.To.PostgresqlDatabase(new PostgresqlConnectionManager(_sources.Value.Preparing))));
    }

    protected override async ValueTask<DbConnection> OpenReadingAsync(CancellationToken cancellationToken) => await _sources.Value.Reading.OpenConnectionAsync(cancellationToken);

    protected override ValueTask<StoredTransaction> BeginSnapshotAsync(CancellationToken cancellationToken) =>
        BeginAsync(_sources.Value.Reading, IsolationLevel.RepeatableRead, cancellationToken);

    protected override async ValueTask<StoredTransaction> BeginWriteAsync(CancellationToken cancellationToken)
    {
        var transaction = await BeginAsync(_sources.Value.Writing, IsolationLevel.ReadCommitted, cancellationToken);
        try
        {
            await transaction.QueryAsync<string>($"SELECT pg_advisory_xact_lock({AdvisoryLocks.Class}, {AdvisoryLocks.Writer})::text");
            return transaction;
        }
        catch
        {
            await transaction.DisposeAsync();
            throw;
        }
    }

    protected override ValueTask<StoredTransaction> BeginAppendAsync(CancellationToken cancellationToken) =>
        BeginAsync(_sources.Value.Trail, IsolationLevel.ReadCommitted, cancellationToken);

    // Without the lock of those who change the state: it holds a row of its own.
    protected override ValueTask<StoredTransaction> BeginProjectionAsync(CancellationToken cancellationToken) =>
        BeginAsync(_sources.Value.Writing, IsolationLevel.ReadCommitted, cancellationToken);

    protected override bool IsWorthAnotherAttempt(Exception fault, int attempt) => fault switch
    {
        // Somebody's hand at the database was in the way.
        PostgresException { SqlState: PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected } => true,
        _ => attempt < MaxConnectionsLost && IsConnectionLost(fault),
    };

    protected override void Dispose(bool disposing)
    {
        if (_sources.IsValueCreated) _sources.Value.Dispose();
        base.Dispose(disposing);
    }

    private static async Task<IEnumerable<string>> AppliedAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var journal = await connection.ExecuteScalarAsync<bool>(new CommandDefinition("SELECT to_regclass('schemaversions') IS NOT NULL", cancellationToken: cancellationToken));
        return journal ? await connection.QueryAsync<string>(new CommandDefinition("SELECT scriptname FROM schemaversions", cancellationToken: cancellationToken)) : [];
    }

    private static async ValueTask<StoredTransaction> BeginAsync(NpgsqlDataSource source, IsolationLevel isolation, CancellationToken cancellationToken)
    {
        var connection = await source.OpenConnectionAsync(cancellationToken);
        try
        {
            return new StoredTransaction(await connection.BeginTransactionAsync(isolation, cancellationToken), LeavesCommitInDoubt, null, takesLists: true, cancellationToken);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    // An error that the server tells undid the transaction. One that ends the session may have come after the commit, and so may silence.
    private static bool LeavesCommitInDoubt(Exception fault) => fault is not PostgresException { InvariantSeverity: "ERROR" };

    private static bool IsConnectionLost(Exception fault) => fault switch
    {
        PostgresException told => told.InvariantSeverity != "ERROR",
        NpgsqlException { InnerException: TimeoutException } => false,
        NpgsqlException => true,
        _ => false,
    };
}
