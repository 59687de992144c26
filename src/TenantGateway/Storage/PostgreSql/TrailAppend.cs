using Npgsql;
using TenantGateway.Core.Audit;

namespace TenantGateway.Storage.PostgreSql;

/// <summary>
/// A batch of the audit log as one statement, which is a transaction of its own: one way to the server and back. Whoever has moved the end of the log meanwhile is waited for, and then nothing is written.
/// </summary>
internal static class TrailAppend
{
    // The first part waits for whoever holds the end, and looks at it again after them; the others follow from its row.
    private const string Statement =
        """
        WITH held AS (UPDATE audit_tree SET size = $1, frontier = $2 WHERE id = 1 AND size = $3 AND frontier = $15 RETURNING id),
        batch AS (INSERT INTO audit_batches (first_index, count, committed_at, leaves) SELECT $3, $1 - $3, $4, $5 FROM held),
        portions AS (
            INSERT INTO audit_portions (tenant, first_sequence, last_sequence, first_index, offsets, last_hash, details)
            SELECT p.tenant, p.first_sequence, p.last_sequence, $3, p.offsets, p.last_hash, p.details
            FROM held, unnest($6::text[], $7::bigint[], $8::bigint[], $9::bytea[], $10::bytea[], $11::bytea[]) AS p (tenant, first_sequence, last_sequence, offsets, last_hash, details)
        ),
        nodes AS (INSERT INTO audit_nodes (level, position, hash) SELECT n.level, n.position, n.hash FROM held, unnest($12::bigint[], $13::bigint[], $14::bytea[]) AS n (level, position, hash))
        SELECT count(*) FROM held
        """;

    /// <returns>False where the log does not end where the batch begins: nothing was written.</returns>
    internal static async Task<bool> TryAsync(NpgsqlDataSource trail, AuditAppendix appendix, CancellationToken cancellationToken)
    {
        await using var connection = await trail.OpenConnectionAsync(cancellationToken);
        await using var command = new NpgsqlCommand(Statement, connection);
        var (batch, portions, nodes, parameters) = (appendix.Batch, appendix.Portions, appendix.Nodes, command.Parameters);
        Add(parameters, batch.FirstIndex + batch.Count);
        Add(parameters, appendix.Frontier);
        Add(parameters, batch.FirstIndex);
        Add(parameters, appendix.Time.ToUnixTimeMilliseconds());
        Add(parameters, batch.Leaves);
        Add(parameters, Column(portions, static portion => portion.Tenant));
        Add(parameters, Column(portions, static portion => portion.FirstSequence));
        Add(parameters, Column(portions, static portion => portion.Tail.Sequence));
        Add(parameters, Column(portions, static portion => portion.Offsets));
        Add(parameters, Column(portions, static portion => portion.Tail.Hash.ToArray()));
        Add(parameters, Column(portions, static portion => portion.Details));
        Add(parameters, Column(nodes, static node => (long)node.Id.Level));
        Add(parameters, Column(nodes, static node => node.Id.Index));
        Add(parameters, Column(nodes, static node => node.Hash.ToArray()));
        Add(parameters, appendix.FrontierBefore);
        return await command.ExecuteScalarAsync(cancellationToken) is 1L;
    }

    private static void Add<T>(NpgsqlParameterCollection parameters, T value) => parameters.Add(new NpgsqlParameter<T> { TypedValue = value });

    private static TValue[] Column<TItem, TValue>(IReadOnlyList<TItem> items, Func<TItem, TValue> value)
    {
        var column = new TValue[items.Count];
        for (var i = 0; i < column.Length; i++) column[i] = value(items[i]);
        return column;
    }
}
