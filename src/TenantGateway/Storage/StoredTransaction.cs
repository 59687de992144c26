using Dapper;
using Microsoft.Data.Sqlite;

namespace TenantGateway.Storage;

/// <summary>One transaction on a connection of its own. What is not committed when it is disposed of did not happen.</summary>
internal sealed class StoredTransaction(SqliteConnection connection, SqliteTransaction transaction, CancellationToken cancellationToken) : IAsyncDisposable
{
    internal Task<int> ExecuteAsync(string sql, object parameters) => connection.ExecuteAsync(Command(sql, parameters));

    internal Task ExecuteForEachAsync<T>(string sql, IEnumerable<T> rows) where T : class => connection.ExecuteAsync(Command(sql, rows));

    internal async Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object? parameters = null) => (await connection.QueryAsync<T>(Command(sql, parameters))).AsList();

    internal Task<T?> FindAsync<T>(string sql, object? parameters = null) => connection.QuerySingleOrDefaultAsync<T>(Command(sql, parameters));

    internal Task CommitAsync() => transaction.CommitAsync(CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await transaction.DisposeAsync();
        await connection.DisposeAsync();
    }

    private CommandDefinition Command(string sql, object? parameters) => new(sql, parameters, transaction, cancellationToken: cancellationToken);
}
