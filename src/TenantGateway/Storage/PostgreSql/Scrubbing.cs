using Dapper;
using Npgsql;

namespace TenantGateway.Storage.PostgreSql;

/// <summary>
/// Rewrites the tables in which keys and ends of tenants lie, so that their files hold no row any more that was overwritten or deleted. What is in the write-ahead
/// log and in backups stays there; it is sealed under a key that is gone.
/// </summary>
internal static class Scrubbing
{
    // A rewrite keeps what an open transaction may still look at: a long query, a dump that runs.
    private const string OthersLook =
        """
        SELECT EXISTS (SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
            AND (backend_xmin IS NOT NULL OR backend_xid IS NOT NULL))
        """;

    /// <summary>
    /// Gives the space of rows of the trail that were overwritten or deleted free to be overwritten. A rewrite would keep the trail, for which requests wait, from being written as
    /// long as it takes; it is the operator's to do.
    /// </summary>
    internal static Task OfTrailAsync(NpgsqlConnection connection, CancellationToken cancellationToken) => connection.ExecuteAsync(new CommandDefinition(
        "VACUUM audit_batches, audit_portions, audit_index_loose, audit_index_segments, audit_index_parts", commandTimeout: 0, cancellationToken: cancellationToken));

    /// <returns>False where an open transaction was in the way.</returns>
    internal static async Task<bool> TryAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await ExecuteAsync("SET lock_timeout = '2s'");
        if (await connection.ExecuteScalarAsync<bool>(new CommandDefinition(OthersLook, cancellationToken: cancellationToken))) return false;
        try
        {
            foreach (var table in (string[])["generations", "terminations"]) await ExecuteAsync($"VACUUM (FULL) {table}");
            return true;
        }
        catch (PostgresException busy) when (busy.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            return false;
        }

        Task ExecuteAsync(string sql) => connection.ExecuteAsync(new CommandDefinition(sql, cancellationToken: cancellationToken));
    }
}
