using Dapper;
using Microsoft.Data.Sqlite;
using TenantGateway.Core.Audit;

namespace TenantGateway.Storage;

/// <summary>The audit trail in SQLite. A second writer of the same tenant meets the unique sequence, writes nothing and is told.</summary>
internal sealed class AuditStore(Database database) : IAuditStore
{
    // SQLITE_CONSTRAINT_UNIQUE
    private const int UniqueConstraint = 2067;

    public async ValueTask<IReadOnlyList<AuditTail>> ReadTailsAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        // Hops from tenant to tenant through the index: grouping would read every record there is.
        return [.. await connection.QueryAsync<AuditTail>(new CommandDefinition(
            """
            WITH RECURSIVE t (tenant) AS (
                SELECT min(tenant) FROM audit_records
                UNION ALL
                SELECT (SELECT min(tenant) FROM audit_records WHERE tenant > t.tenant) FROM t WHERE t.tenant IS NOT NULL)
            SELECT r.tenant, r.sequence, r.leaf
            FROM t JOIN audit_records r
                ON r.tenant = t.tenant AND r.sequence = (SELECT max(sequence) FROM audit_records WHERE tenant = t.tenant)
            """,
            cancellationToken: cancellationToken))];
    }

    public async ValueTask AppendAsync(IReadOnlyList<AuditRow> rows, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenForTrailAsync(cancellationToken);
        await using var transaction = connection.BeginTransaction(deferred: false);
        await using var insert = connection.CreateCommand();
        insert.Transaction = transaction;
        insert.CommandText = "INSERT INTO audit_records (tenant, sequence, leaf, details) VALUES ($tenant, $sequence, $leaf, $details)";
        var tenant = insert.Parameters.Add("$tenant", SqliteType.Text);
        var sequence = insert.Parameters.Add("$sequence", SqliteType.Integer);
        var leaf = insert.Parameters.Add("$leaf", SqliteType.Blob);
        var details = insert.Parameters.Add("$details", SqliteType.Blob);
        foreach (var row in rows)
        {
            tenant.Value = row.Tenant;
            sequence.Value = row.Sequence;
            leaf.Value = row.Leaf;
            details.Value = (object?)row.Details ?? DBNull.Value;
            await InsertAsync(insert, cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
    }

    public async ValueTask<IReadOnlyList<AuditRow>> ReadAsync(string tenant, long afterSequence, int limit, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return [.. await connection.QueryAsync<AuditRow>(new CommandDefinition(
            "SELECT tenant, sequence, leaf, details FROM audit_records WHERE tenant = @tenant AND sequence > @afterSequence ORDER BY sequence LIMIT @limit",
            new { tenant, afterSequence, limit },
            cancellationToken: cancellationToken))];
    }

    // Only an insertion can say so: whether a commit that fails has happened is not known.
    private static async Task InsertAsync(SqliteCommand insert, CancellationToken cancellationToken)
    {
        try
        {
            await insert.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (SqliteException taken) when (taken.SqliteExtendedErrorCode == UniqueConstraint)
        {
            throw new AuditPlaceTakenException(taken);
        }
    }
}
