using TenantGateway.Core.Audit;
using TenantGateway.Storage.Databases;

namespace TenantGateway.Storage.Stores;

/// <summary>The audit trail. A second writer of the same tenant meets the unique sequence, writes nothing and is told.</summary>
internal sealed class AuditStore(Database database) : IAuditStore
{
    public async ValueTask<IReadOnlyList<AuditTail>> ReadTailsAsync(CancellationToken cancellationToken) =>
        // Hops from tenant to tenant through the index: grouping would read every record there is.
        await database.QueryAsync<AuditTail>(
            """
            WITH RECURSIVE t (tenant) AS (
                SELECT min(tenant) FROM audit_records
                UNION ALL
                SELECT (SELECT min(tenant) FROM audit_records WHERE tenant > t.tenant) FROM t WHERE t.tenant IS NOT NULL),
            last (tenant, sequence) AS MATERIALIZED (
                SELECT tenant, (SELECT max(sequence) FROM audit_records WHERE tenant = t.tenant) FROM t WHERE tenant IS NOT NULL)
            SELECT r.tenant, r.sequence, r.leaf FROM last JOIN audit_records r ON r.tenant = last.tenant AND r.sequence = last.sequence ORDER BY r.tenant
            """,
            null,
            cancellationToken);

    public async ValueTask AppendAsync(IReadOnlyList<AuditRow> rows, CancellationToken cancellationToken)
    {
        try
        {
            await InsertAsync(rows, cancellationToken);
        }
        catch (CommitInDoubtException)
        {
            await RepeatAsync(rows, cancellationToken);
        }
    }

    public async ValueTask<IReadOnlyList<AuditRow>> ReadAsync(string tenant, long afterSequence, int limit, CancellationToken cancellationToken) =>
        await database.QueryAsync<AuditRow>(
            "SELECT tenant, sequence, leaf, details FROM audit_records WHERE tenant = @tenant AND sequence > @afterSequence ORDER BY sequence LIMIT @limit",
            new { tenant, afterSequence, limit },
            cancellationToken);

    /// <summary>
    /// Appends the same rows at the same places once more. Whichever of the two transactions comes first, the other one cannot: also the one that the server still
    /// has in hand. Where the places are taken by these very rows, the first was committed.
    /// </summary>
    private async Task RepeatAsync(IReadOnlyList<AuditRow> rows, CancellationToken cancellationToken)
    {
        try
        {
            await InsertAsync(rows, cancellationToken);
        }
        catch (AuditPlaceTakenException)
        {
            // All or none of a transaction's rows are there, so one tells.
            var (tenant, sequence) = (rows[0].Tenant, rows[0].Sequence);
            var leaf = await database.FindAsync<byte[]>("SELECT leaf FROM audit_records WHERE tenant = @tenant AND sequence = @sequence", new { tenant, sequence }, cancellationToken);
            if (leaf is null || !leaf.AsSpan().SequenceEqual(rows[0].Leaf)) throw;
        }
    }

    private async Task InsertAsync(IReadOnlyList<AuditRow> rows, CancellationToken cancellationToken)
    {
        await database.AppendAsync(
            async transaction =>
            {
                try
                {
                    await transaction.ExecuteForEachAsync("INSERT INTO audit_records (tenant, sequence, leaf, details) VALUES (@Tenant, @Sequence, @Leaf, @Details)", rows);
                }
                catch (Exception taken) when (database.IsKeyTaken(taken))
                {
                    // Only an insertion can say so: whether a commit that fails has happened is not known.
                    throw new AuditPlaceTakenException(taken);
                }

                await transaction.CommitAsync();
                return true;
            },
            cancellationToken);
    }
}
