using System.Data;
using Dapper;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;
using TenantGateway.Core.State;

namespace TenantGateway.Storage;

/// <summary>
/// The SQLite database <c>gateway.db</c>. The first <see cref="OpenAsync"/> creates and migrates it, once, however many ask; nothing can read it
/// before. Every commit is on the disk when it returns: write-ahead log with <c>synchronous=FULL</c>. What is deleted or overwritten is zeroed in its page
/// (<c>secure_delete</c>), so that an erased key is not left in free space.
/// </summary>
internal sealed class Database(IOptions<StorageOptions> options, ILogger<Database> logger) : IStateUse, IDisposable
{
    private const int Patience = 10;

    private readonly SemaphoreSlim _migrating = new(1, 1);
    private readonly string _path = Path.Combine(Path.GetFullPath(options.Value.Directory), "gateway.db");
    private volatile bool _migrated;

    public event Action? Used;

    /// <summary>
    /// A connection to the migrated database; the caller disposes it. Its writes wait long for their turn: under load the trail is written almost without
    /// a pause, and SQLite has no queue in which a change by an admin would come nearer.
    /// </summary>
    /// <exception cref="InvalidOperationException">A newer version of the gateway wrote the database.</exception>
    internal async ValueTask<SqliteConnection> OpenAsync(CancellationToken cancellationToken)
    {
        var connection = await OpenUnseenAsync(cancellationToken);
        connection.StateChange += (_, change) =>
        {
            if (change.CurrentState == ConnectionState.Closed) Used?.Invoke();
        };
        return connection;
    }

    /// <summary>The same for what changes nothing and is done all the time: it is no <see cref="Used">use</see>.</summary>
    /// <exception cref="InvalidOperationException">A newer version of the gateway wrote the database.</exception>
    internal ValueTask<SqliteConnection> OpenUnseenAsync(CancellationToken cancellationToken) => ConnectMigratedAsync(Patience * options.Value.BusyTimeoutMilliseconds, cancellationToken);

    /// <summary>The same for writes of the trail, for which requests wait. They change nothing that processes hold in memory.</summary>
    /// <exception cref="InvalidOperationException">A newer version of the gateway wrote the database.</exception>
    internal ValueTask<SqliteConnection> OpenForTrailAsync(CancellationToken cancellationToken) => ConnectMigratedAsync(options.Value.BusyTimeoutMilliseconds, cancellationToken);

    /// <summary>Lets one process after another prepare what belongs to this database; the turn ends with what is returned.</summary>
    internal Task<IDisposable> TakeTurnAsync(CancellationToken cancellationToken) => MigrationLock.TakeAsync(_path, cancellationToken);

    public void Dispose()
    {
        using var connection = new SqliteConnection(ConnectionString);
        SqliteConnection.ClearPool(connection);
        _migrating.Dispose();
    }

    // ReadWrite, never Create: the file is made with its owner-only mode by PrivateFiles, and SQLite gives its log the same mode.
    private string ConnectionString => new SqliteConnectionStringBuilder
    {
        DataSource = _path,
        Mode = SqliteOpenMode.ReadWrite,
        ForeignKeys = true,
        Pooling = true,
        DefaultTimeout = Math.Max(1, options.Value.BusyTimeoutMilliseconds / 1000),
    }.ConnectionString;

    private async ValueTask<SqliteConnection> ConnectMigratedAsync(int busyMilliseconds, CancellationToken cancellationToken)
    {
        if (!_migrated) await MigrateAsync(cancellationToken);
        return await ConnectAsync(busyMilliseconds, cancellationToken);
    }

    private async ValueTask MigrateAsync(CancellationToken cancellationToken)
    {
        await _migrating.WaitAsync(cancellationToken);
        try
        {
            if (_migrated) return;
            PrivateFiles.Ensure(_path);
            // Several processes may start on one database at once.
            using var turn = await TakeTurnAsync(cancellationToken);
            await using (var connection = await ConnectAsync(options.Value.BusyTimeoutMilliseconds, cancellationToken))
            {
                await connection.ExecuteAsync(new CommandDefinition("PRAGMA journal_mode = WAL", cancellationToken: cancellationToken));
                await Migrations.RefuseNewerAsync(connection, _path, cancellationToken);
            }

            Log.DatabaseOpened(logger, _path, Migrations.Apply(ConnectionString));
            _migrated = true;
        }
        finally
        {
            _migrating.Release();
        }
    }

    private async ValueTask<SqliteConnection> ConnectAsync(int busyMilliseconds, CancellationToken cancellationToken)
    {
        var connection = new SqliteConnection(ConnectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            // All belong to the connection, not to the file.
            await using var settings = connection.CreateCommand();
            settings.CommandText = $"PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA busy_timeout = {busyMilliseconds}";
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
