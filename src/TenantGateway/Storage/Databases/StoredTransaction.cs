using System.Data.Common;
using System.Reflection;
using Dapper;

namespace TenantGateway.Storage.Databases;

/// <summary>One transaction on a connection of its own. What is not committed when it is disposed of did not happen.</summary>
/// <param name="transaction">Begun, on a connection that nobody else uses.</param>
/// <param name="isInDoubt">Whether a fault of a commit leaves open what became of it.</param>
/// <param name="turn">What is given back after it; null where there is nothing.</param>
/// <param name="takesLists">Whether a parameter may be a list, and <c>unnest</c> makes rows of some.</param>
/// <param name="cancellationToken">Ends its statements; a commit that was begun is waited for.</param>
internal sealed class StoredTransaction(DbTransaction transaction, Func<Exception, bool> isInDoubt, IDisposable? turn, bool takesLists, CancellationToken cancellationToken) : IAsyncDisposable
{
    // What one message to the server holds at most.
    private const int MaxStatements = 512;

    // What one statement writes at most.
    private const int MaxRows = 1024;

    private readonly DbConnection _connection = transaction.Connection ?? throw new ArgumentException("The transaction has ended.", nameof(transaction));
    private bool _hasFailed;

    /// <summary>Whether it was committed, or nobody knows.</summary>
    internal bool MayHaveHappened { get; private set; }

    /// <returns>How many rows it changed.</returns>
    internal Task<int> ExecuteAsync(string sql, object parameters) => RunAsync(_connection.ExecuteAsync(Command(sql, parameters)));

    /// <summary>The same statement for each row, in their order; the public properties of a row are its parameters. One way to the server and back for many of them.</summary>
    internal Task ExecuteForEachAsync<T>(string sql, IEnumerable<T> rows)
        where T : class => RunAsync(_connection.CanCreateBatch ? ExecuteBatchesAsync(rows.Select(row => (sql, (object)row))) : _connection.ExecuteAsync(Command(sql, rows)));

    /// <summary>All rows, in their order: where the dialect takes lists, many of them as one statement.</summary>
    internal Task InsertAsync<TRow>(Insert<TRow> into, IEnumerable<TRow> rows) => RunAsync(takesLists ? InsertListsAsync(into, rows) : InsertRowsAsync(into, rows));

    /// <summary>Several statements in their order, each with its parameters: one way to the server and back for all, where the dialect has that.</summary>
    internal Task ExecuteAllAsync(IReadOnlyList<(string Sql, object Parameters)> statements) => RunAsync(_connection.CanCreateBatch ? ExecuteBatchesAsync(statements) : ExecuteOneByOneAsync(statements));

    internal Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object? parameters = null) => RunAsync(QueryListAsync<T>(sql, parameters));

    /// <summary>The only row or value that a query gives, or the default where it gives none.</summary>
    internal Task<T?> FindAsync<T>(string sql, object? parameters = null) => RunAsync(_connection.QuerySingleOrDefaultAsync<T>(Command(sql, parameters)));

    /// <summary>Durable when it returns.</summary>
    /// <exception cref="CommitInDoubtException">Nobody knows whether it happened.</exception>
    internal async Task CommitAsync()
    {
        // A server may answer the commit of a failed transaction with a silent rollback.
        if (_hasFailed) throw new InvalidOperationException("A statement of this transaction failed, so it cannot be committed.");
        MayHaveHappened = true;
        try
        {
            await transaction.CommitAsync(CancellationToken.None);
        }
        catch (Exception fault) when (isInDoubt(fault))
        {
            throw new CommitInDoubtException(fault);
        }
        catch
        {
            MayHaveHappened = false;
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await transaction.DisposeAsync();
            await _connection.DisposeAsync();
        }
        finally
        {
            turn?.Dispose();
        }
    }

    private CommandDefinition Command(string sql, object? parameters) => new(sql, parameters, transaction, cancellationToken: cancellationToken);

    private async Task<IReadOnlyList<T>> QueryListAsync<T>(string sql, object? parameters) => (await _connection.QueryAsync<T>(Command(sql, parameters))).AsList();

    private async Task<T> RunAsync<T>(Task<T> statement)
    {
        try
        {
            return await statement;
        }
        catch
        {
            _hasFailed = true;
            throw;
        }
    }

    private async Task<int> ExecuteBatchesAsync(IEnumerable<(string Sql, object Parameters)> statements)
    {
        var changed = 0;
        foreach (var chunk in statements.Chunk(MaxStatements)) changed += await ExecuteBatchAsync(chunk);
        return changed;
    }

    private async Task<int> ExecuteBatchAsync(IReadOnlyList<(string Sql, object Parameters)> statements)
    {
        await using var batch = _connection.CreateBatch();
        batch.Transaction = transaction;
        var (type, properties) = ((Type?)null, Array.Empty<PropertyInfo>());
        foreach (var (sql, parameters) in statements)
        {
            if (parameters.GetType() != type) properties = (type = parameters.GetType()).GetProperties(BindingFlags.Instance | BindingFlags.Public);
            batch.BatchCommands.Add(StatementOf(batch, sql, properties, parameters));
        }

        return await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task<int> InsertListsAsync<TRow>(Insert<TRow> into, IEnumerable<TRow> rows)
    {
        var inserted = 0;
        foreach (var chunk in rows.Chunk(MaxRows))
        {
            await using var command = CommandOf(into.OfLists());
            foreach (var column in into.Columns) Add(command, null, column.ListOf(chunk));
            inserted += await command.ExecuteNonQueryAsync(cancellationToken);
        }

        return inserted;
    }

    private async Task<int> InsertRowsAsync<TRow>(Insert<TRow> into, IEnumerable<TRow> rows)
    {
        var inserted = 0;
        await using var command = CommandOf(into.OfRow());
        var parameters = into.Columns.Select(column => Add(command, column.Name, null)).ToArray();
        foreach (var row in rows)
        {
            for (var i = 0; i < parameters.Length; i++) parameters[i].Value = into.Columns[i].ValueOf(row) ?? DBNull.Value;
            inserted += await command.ExecuteNonQueryAsync(cancellationToken);
        }

        return inserted;
    }

    private DbCommand CommandOf(string sql)
    {
        var command = _connection.CreateCommand();
        (command.Transaction, command.CommandText) = (transaction, sql);
        return command;
    }

    private static DbParameter Add(DbCommand command, string? name, object? value)
    {
        var parameter = command.CreateParameter();
        if (name is not null) parameter.ParameterName = name;
        parameter.Value = value;
        command.Parameters.Add(parameter);
        return parameter;
    }

    private async Task<int> ExecuteOneByOneAsync(IReadOnlyList<(string Sql, object Parameters)> statements)
    {
        var changed = 0;
        foreach (var (sql, parameters) in statements) changed += await _connection.ExecuteAsync(Command(sql, parameters));
        return changed;
    }

    private static DbBatchCommand StatementOf(DbBatch batch, string sql, PropertyInfo[] parameters, object row)
    {
        var statement = batch.CreateBatchCommand();
        statement.CommandText = sql;
        foreach (var property in parameters)
        {
            var parameter = statement.CreateParameter();
            parameter.ParameterName = property.Name;
            parameter.Value = property.GetValue(row) ?? DBNull.Value;
            statement.Parameters.Add(parameter);
        }

        return statement;
    }
}
