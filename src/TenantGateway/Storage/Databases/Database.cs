using System.Data.Common;
using System.Runtime.CompilerServices;
using Dapper;
using TenantGateway.Core.Audit;
using TenantGateway.Core.Doctor;
using TenantGateway.Core.State;

namespace TenantGateway.Storage.Databases;

/// <summary>
/// The durable state, in one of two dialects. Stores write SQL that both understand; how a connection is made, what a writer is alone with and what a fault
/// means is the dialect's. The first use opens and migrates it, once, however many ask; nothing can read it before. Every commit is on the disk when it returns.
/// </summary>
/// <remarks>
/// Reading connections refuse to write: whatever changes the state goes through <see cref="ChangeAsync"/>, <see cref="WriteAsync{T}"/> or, for the audit trail and its index,
/// <see cref="AppendAsync"/> and <see cref="ProjectAsync"/>, so that no store can rely on what only one of the dialects gives it.
/// </remarks>
internal abstract class Database : IStateUse, IStateInspection, IDisposable
{
    // Each attempt lets one of those through who are in the way.
    private const int MaxAttempts = 6;

    private readonly SemaphoreSlim _opening = new(1, 1);
    private volatile bool _isOpen;

    public event Action? Used;

    /// <summary>All rows that a query gives.</summary>
    internal Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object? parameters, CancellationToken cancellationToken) =>
        ReadAsync<IReadOnlyList<T>>(async connection => (await connection.QueryAsync<T>(new CommandDefinition(sql, parameters, cancellationToken: cancellationToken))).AsList(), cancellationToken);

    /// <summary>The same, each when it has come. A fault ends it: whoever has gone through some of them has to begin anew.</summary>
    internal async IAsyncEnumerable<T> StreamAsync<T>(string sql, object? parameters, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await EnsureOpenAsync(cancellationToken);
        await using var connection = await OpenReadingAsync(cancellationToken);
        // Dapper's own way to read row by row asks the server to cancel what it has read to the end: on a connection of its own each time.
        await using var rows = await connection.ExecuteReaderAsync(new CommandDefinition(sql, parameters, cancellationToken: cancellationToken));
        var read = rows.GetRowParser(typeof(T));
        while (await rows.ReadAsync(cancellationToken)) yield return (T)read(rows);
    }

    /// <summary>The only row or value that a query gives, or the default where it gives none.</summary>
    internal Task<T?> FindAsync<T>(string sql, object? parameters, CancellationToken cancellationToken) =>
        ReadAsync(connection => connection.QuerySingleOrDefaultAsync<T>(new CommandDefinition(sql, parameters, cancellationToken: cancellationToken)), cancellationToken);

    /// <summary>Several queries of one moment.</summary>
    internal Task<T> SnapshotAsync<T>(Func<StoredTransaction, Task<T>> read, CancellationToken cancellationToken) => TransactAsync(BeginSnapshotAsync, read, cancellationToken);

    /// <summary>One statement that changes one row where it may.</summary>
    /// <returns>False where it found none to change.</returns>
    internal Task<bool> ChangeAsync(string sql, object parameters, CancellationToken cancellationToken) => WriteAsync(
        async transaction =>
        {
            if (await transaction.ExecuteAsync(sql, parameters) != 1) return false;
            await transaction.CommitAsync();
            return true;
        },
        cancellationToken);

    /// <summary>
    /// Changes the state in one transaction, alone among all writers of the state: what it reads cannot change before it acts upon it. What it has not committed
    /// when it returns did not happen. It may run again where it surely did not happen, so nothing but the transaction may come of it.
    /// </summary>
    /// <exception cref="CommitInDoubtException">The connection was lost while it was committed.</exception>
    internal async Task<T> WriteAsync<T>(Func<StoredTransaction, Task<T>> write, CancellationToken cancellationToken)
    {
        try
        {
            return await TransactAsync(BeginWriteAsync, write, cancellationToken);
        }
        finally
        {
            // Also where it failed: in doubt, it may have happened.
            Used?.Invoke();
        }
    }

    /// <summary>The same for the audit trail, for which requests wait: it does not wait for writers of the state where the dialect can spare it, and is no <see cref="Used">use</see>.</summary>
    /// <exception cref="CommitInDoubtException">The connection was lost while it was committed.</exception>
    internal Task<T> AppendAsync<T>(Func<StoredTransaction, Task<T>> append, CancellationToken cancellationToken) => TransactAsync(BeginAppendAsync, append, cancellationToken);

    /// <summary>Whether the dialect gains by appending a batch in one way to the server and back.</summary>
    internal virtual bool AppendsAtOnce => false;

    /// <summary>Appends a batch without intents and without holding the end of the log first, where the dialect <see cref="AppendsAtOnce">can</see>.</summary>
    /// <returns>False where the log does not end where the batch begins, as somebody else has written: nothing was appended.</returns>
    internal virtual Task<bool> TryAppendAsync(AuditAppendix appendix, CancellationToken cancellationToken) => Task.FromResult(false);

    /// <summary>Changes what is a projection of the trail and of nothing else: it is no <see cref="Used">use</see>, and waits for nobody but the trail, where the dialect cannot spare it.</summary>
    /// <exception cref="CommitInDoubtException">The connection was lost while it was committed.</exception>
    internal Task<T> ProjectAsync<T>(Func<StoredTransaction, Task<T>> project, CancellationToken cancellationToken) => TransactAsync(BeginProjectionAsync, project, cancellationToken);

    /// <summary>Opens and migrates it now, where nobody has.</summary>
    /// <exception cref="InvalidOperationException">A newer version of the gateway wrote it, or it would not keep what it acknowledges.</exception>
    internal async ValueTask EnsureOpenAsync(CancellationToken cancellationToken)
    {
        if (_isOpen) return;
        await _opening.WaitAsync(cancellationToken);
        try
        {
            if (_isOpen) return;
            await MigrateAsync(cancellationToken);
            _isOpen = true;
        }
        finally
        {
            _opening.Release();
        }
    }

    /// <summary>Looks at it as it is, without opening or migrating it for others.</summary>
    public abstract Task<StateInspection> InspectAsync(CancellationToken cancellationToken);

    /// <summary>Lets one process after another prepare what belongs to this database, wherever they run; the turn ends with what is returned, or with the process.</summary>
    internal abstract Task<IAsyncDisposable> TakeTurnAsync(CancellationToken cancellationToken);

    /// <summary>Takes out of the database's files what was overwritten or deleted.</summary>
    /// <returns>False where readers were in the way.</returns>
    internal abstract Task<bool> TryScrubAsync(CancellationToken cancellationToken);

    /// <summary>The same for what was pruned from the trail, as far as the dialect can without keeping the trail waiting.</summary>
    /// <returns>False where readers were in the way.</returns>
    internal virtual Task<bool> TryScrubTrailAsync(CancellationToken cancellationToken) => TryScrubAsync(cancellationToken);

    /// <summary>A condition for rows that have one of some keys: the same text however many there are, so that it is prepared once.</summary>
    /// <param name="column">Where they have it.</param>
    /// <param name="parameter">The name of the parameter that stands for the keys.</param>
    /// <param name="keys">All of them.</param>
    /// <returns>The condition, and the value of its parameter.</returns>
    internal abstract (string Condition, object Keys) Among(string column, string parameter, IReadOnlyCollection<string> keys);

    /// <summary>Whether a statement failed because a row of that key is there already, and nothing else came of it.</summary>
    internal abstract bool IsKeyTaken(Exception fault);

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing) => _opening.Dispose();

    /// <summary>Makes the database what this version of the gateway needs, or refuses it.</summary>
    protected abstract Task MigrateAsync(CancellationToken cancellationToken);

    protected abstract ValueTask<DbConnection> OpenReadingAsync(CancellationToken cancellationToken);

    protected abstract ValueTask<StoredTransaction> BeginSnapshotAsync(CancellationToken cancellationToken);

    protected abstract ValueTask<StoredTransaction> BeginWriteAsync(CancellationToken cancellationToken);

    protected abstract ValueTask<StoredTransaction> BeginAppendAsync(CancellationToken cancellationToken);

    protected abstract ValueTask<StoredTransaction> BeginProjectionAsync(CancellationToken cancellationToken);

    /// <summary>Whether a fault of a transaction that was not committed may be gone at the next attempt.</summary>
    /// <param name="fault">What came.</param>
    /// <param name="attempt">How many attempts there were.</param>
    protected abstract bool IsWorthAnotherAttempt(Exception fault, int attempt);

    private async Task<T> ReadAsync<T>(Func<DbConnection, Task<T>> read, CancellationToken cancellationToken)
    {
        await EnsureOpenAsync(cancellationToken);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await using var connection = await OpenReadingAsync(cancellationToken);
                return await read(connection);
            }
            catch (Exception fault) when (attempt < MaxAttempts && IsWorthAnotherAttempt(fault, attempt))
            {
                // Nothing comes of reading.
            }
        }
    }

    private async Task<T> TransactAsync<T>(Func<CancellationToken, ValueTask<StoredTransaction>> begin, Func<StoredTransaction, Task<T>> work, CancellationToken cancellationToken)
    {
        await EnsureOpenAsync(cancellationToken);
        for (var attempt = 1; ; attempt++)
        {
            var mayHaveHappened = false;
            try
            {
                await using var transaction = await begin(cancellationToken);
                try
                {
                    return await work(transaction);
                }
                finally
                {
                    mayHaveHappened = transaction.MayHaveHappened;
                }
            }
            catch (Exception fault) when (!mayHaveHappened && attempt < MaxAttempts && IsWorthAnotherAttempt(fault, attempt))
            {
                // Surely undone.
            }
        }
    }
}
