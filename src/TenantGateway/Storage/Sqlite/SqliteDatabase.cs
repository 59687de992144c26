using System.Data.Common;
using System.Text.Json;
using Dapper;
using DbUp;
using DbUp.Sqlite.Helpers;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;
using TenantGateway.Core.Doctor;
using TenantGateway.Storage.Databases;
using TenantGateway.Storage.Files;

namespace TenantGateway.Storage.Sqlite;

/// <summary>
/// The state in one file, <c>gateway.db</c>: write-ahead log with <c>synchronous=FULL</c>, one writer at a time. What is deleted or overwritten is zeroed in
/// its page (<c>secure_delete</c>), so that an erased key is not left in free space.
/// </summary>
/// <remarks>
/// Writers of one process come to the lock in the order of <see cref="WriteTurns"/>. Writers of the state wait ten times as long as the trail, also for another process that has the lock.
/// </remarks>
internal sealed class SqliteDatabase(IOptions<StorageOptions> options, ILogger<SqliteDatabase> logger) : Database
{
    private const int Patience = 10;

    // SQLITE_CONSTRAINT_PRIMARYKEY, SQLITE_CONSTRAINT_UNIQUE
    private const int PrimaryKeyConstraint = 1555;
    private const int UniqueConstraint = 2067;

    // SQLITE_BUSY
    private const int Busy = 5;

    private static readonly MigrationScripts Scripts = new("Sqlite");

    private readonly WriteTurns _turns = new();
    private readonly string _path = Path.Combine(Path.GetFullPath(options.Value.Directory), "gateway.db");

    // ReadWrite, never Create: the file is made with its owner-only mode by PrivateFiles, and SQLite gives its log the same mode.
    private string ConnectionString => new SqliteConnectionStringBuilder
    {
        DataSource = _path,
        Mode = SqliteOpenMode.ReadWrite,
        ForeignKeys = true,
        Pooling = true,
        DefaultTimeout = Math.Max(1, options.Value.BusyTimeoutMilliseconds / 1000),
    }.ConnectionString;

    public override async Task<StateInspection> InspectAsync(CancellationToken cancellationToken)
    {
        if (!File.Exists(_path)) return Scripts.Inspect([]);
        await using var connection = await ConnectAsync(1, readOnly: true, cancellationToken);
        return Scripts.Inspect(await AppliedAsync(connection, cancellationToken));
    }

    internal override Task<IAsyncDisposable> TakeTurnAsync(CancellationToken cancellationToken) => FileTurn.TakeAsync(_path + ".migrating", cancellationToken);

    internal override async Task<bool> TryScrubAsync(CancellationToken cancellationToken)
    {
        await EnsureOpenAsync(cancellationToken);
        using var turn = await TakeWriteTurnAsync(Patience, WriteRank.Projection, cancellationToken);
        await using var connection = await ConnectAsync(Patience, readOnly: false, cancellationToken);
        return await TryCutLogAsync(connection, cancellationToken);
    }

    internal override async Task<bool> TryScrubTrailAsync(CancellationToken cancellationToken)
    {
        await EnsureOpenAsync(cancellationToken);
        using var turn = await TakeWriteTurnAsync(1, WriteRank.Projection, cancellationToken);
        await using var connection = await ConnectAsync(1, readOnly: false, cancellationToken);
        // While it waits for readers, nobody writes: requests wait for the trail.
        await connection.ExecuteAsync(new CommandDefinition("PRAGMA busy_timeout = 200", cancellationToken: cancellationToken));
        return await TryCutLogAsync(connection, cancellationToken);
    }

    internal override (string Condition, object Keys) Among(string column, string parameter, IReadOnlyCollection<string> keys) =>
        ($"{column} IN (SELECT value FROM json_each(@{parameter}))", JsonSerializer.Serialize(keys));

    internal override bool IsKeyTaken(Exception fault) => fault is SqliteException { SqliteExtendedErrorCode: UniqueConstraint or PrimaryKeyConstraint };

    protected override async Task MigrateAsync(CancellationToken cancellationToken)
    {
        PrivateFiles.Ensure(_path);
        // Several processes may start on one database at once.
        await using var turn = await TakeTurnAsync(cancellationToken);
        await using var connection = await ConnectAsync(1, readOnly: false, cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition("PRAGMA journal_mode = WAL", cancellationToken: cancellationToken));
        Scripts.RefuseNewer(_path, await AppliedAsync(connection, cancellationToken));
        // On this connection, which writes and zeroes what it deletes: one of the pool's may have been left to read only.
        using var shared = new SharedConnection(connection);
        Log.DatabaseOpened(logger, _path, Scripts.Apply(DeployChanges.To.SqliteDatabase(shared)));
    }

    protected override async ValueTask<DbConnection> OpenReadingAsync(CancellationToken cancellationToken) => await ConnectAsync(Patience, readOnly: true, cancellationToken);

    protected override ValueTask<StoredTransaction> BeginSnapshotAsync(CancellationToken cancellationToken) => BeginAsync(Patience, rank: null, cancellationToken);

    protected override ValueTask<StoredTransaction> BeginWriteAsync(CancellationToken cancellationToken) => BeginAsync(Patience, WriteRank.State, cancellationToken);

    protected override ValueTask<StoredTransaction> BeginAppendAsync(CancellationToken cancellationToken) => BeginAsync(1, WriteRank.Trail, cancellationToken);

    protected override ValueTask<StoredTransaction> BeginProjectionAsync(CancellationToken cancellationToken) => BeginAsync(Patience, WriteRank.Projection, cancellationToken);

    // SQLite waits by itself, as long as it is told to.
    protected override bool IsWorthAnotherAttempt(Exception fault, int attempt) => false;

    protected override void Dispose(bool disposing)
    {
        using (var connection = new SqliteConnection(ConnectionString)) SqliteConnection.ClearPool(connection);
        base.Dispose(disposing);
    }

    private static async Task<IEnumerable<string>> AppliedAsync(SqliteConnection connection, CancellationToken cancellationToken)
    {
        var journal = await connection.ExecuteScalarAsync<long>(
            new CommandDefinition("SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'SchemaVersions'", cancellationToken: cancellationToken));
        return journal == 0 ? [] : await connection.QueryAsync<string>(new CommandDefinition("SELECT ScriptName FROM SchemaVersions", cancellationToken: cancellationToken));
    }

    private static async Task<bool> TryCutLogAsync(SqliteConnection connection, CancellationToken cancellationToken)
    {
        // What was overwritten is still in the log until all of it is in the file, and the log is cut.
        return await connection.QuerySingleAsync<long>(new CommandDefinition("PRAGMA wal_checkpoint(TRUNCATE)", cancellationToken: cancellationToken)) == 0;
    }

    /// <param name="patience">How many times the configured time it waits.</param>
    /// <param name="rank">Null for one that reads.</param>
    /// <param name="cancellationToken">Ends the waiting and the statements.</param>
    private async ValueTask<StoredTransaction> BeginAsync(int patience, WriteRank? rank, CancellationToken cancellationToken)
    {
        var turn = rank is { } ranked ? await TakeWriteTurnAsync(patience, ranked, cancellationToken) : null;
        SqliteConnection? connection = null;
        try
        {
            connection = await ConnectAsync(patience, readOnly: rank is null, cancellationToken);
            // A writer has the one write lock from the start. A commit that fails says why, and did not happen.
            return new StoredTransaction(connection.BeginTransaction(deferred: rank is null), _ => false, turn, takesLists: false, cancellationToken);
        }
        catch
        {
            if (connection is not null) await connection.DisposeAsync();
            turn?.Dispose();
            throw;
        }
    }

    private async ValueTask<IDisposable> TakeWriteTurnAsync(int patience, WriteRank rank, CancellationToken cancellationToken)
    {
        try
        {
            return await _turns.TakeAsync(rank, TimeSpan.FromMilliseconds((double)patience * options.Value.BusyTimeoutMilliseconds), cancellationToken);
        }
        catch (TimeoutException)
        {
            throw new SqliteException("Other writers of this process held the database for too long.", Busy);
        }
    }

    private async ValueTask<SqliteConnection> ConnectAsync(int patience, bool readOnly, CancellationToken cancellationToken)
    {
        var connection = new SqliteConnection(ConnectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            // All belong to the connection, not to the file, and outlast its stay in the pool.
            await using var settings = connection.CreateCommand();
            settings.CommandText =
                $"PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA busy_timeout = {patience * options.Value.BusyTimeoutMilliseconds}; PRAGMA query_only = {(readOnly ? "ON" : "OFF")}";
            await settings.ExecuteNonQueryAsync(cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }
}
