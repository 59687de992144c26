using TenantGateway.Core.Audit.Search;
using TenantGateway.Storage.Databases;

namespace TenantGateway.Storage.Stores;

/// <summary>
/// Takes out of the index, inside a transaction, what was pruned from the log: leaves that lie loose, segments, and of the segment in which the pruning ends what comes before.
/// Whoever prunes and whoever feeds the index hold the row of its state, so that neither puts back what the other took out.
/// </summary>
internal static class AuditIndexPruning
{
    private const string OfSegment = "build = @build AND tenant = @tenant AND segment = @number";

    private static readonly string Parts = $"part >= 0 AND part < {AuditSegment.Buckets + TermKinds.Facets.Length}";

    internal static Task HoldAsync(StoredTransaction transaction) => transaction.ExecuteAsync("UPDATE audit_index_state SET build = build WHERE id = 1", new { });

    internal static async Task<long> FindThroughAsync(StoredTransaction transaction, string tenant) =>
        await transaction.FindAsync<long?>("SELECT pruned_through FROM audit_pruning WHERE tenant = @tenant", new { tenant }) ?? 0;

    /// <summary>Those that were not pruned since they were read.</summary>
    internal static async Task<IReadOnlyList<IndexedLeaf>> KeptAsync(StoredTransaction transaction, IReadOnlyList<IndexedLeaf> leaves)
    {
        if (leaves.Count == 0) return leaves;
        var rows = await transaction.QueryAsync<PrunedRow>("SELECT tenant, pruned_through AS through FROM audit_pruning WHERE pruned_through > 0");
        if (rows.Count == 0) return leaves;
        var pruned = rows.ToDictionary(row => row.Tenant, row => row.Through, StringComparer.Ordinal);
        return [.. leaves.Where(leaf => leaf.Sequence > pruned.GetValueOrDefault(leaf.Tenant))];
    }

    /// <summary>After a step of pruning.</summary>
    /// <param name="transaction">That of the step; it holds the index.</param>
    /// <param name="tenant">Whose records.</param>
    /// <param name="through">Up to which number they are gone.</param>
    /// <param name="isLast">Whether nothing more is to go now: segments are looked after once.</param>
    internal static async Task ApplyAsync(StoredTransaction transaction, string tenant, long through, bool isLast)
    {
        foreach (var build in await transaction.QueryAsync<long>("SELECT build FROM audit_index_tenants WHERE tenant = @tenant", new { tenant }))
        {
            await CutLooseAsync(transaction, build, tenant, through);
            if (!isLast) continue;
            var (number, offset) = AuditSegment.PlaceOf(through + 1);
            if (await transaction.FindAsync<long>("SELECT count(*) FROM audit_index_segments WHERE build = @build AND tenant = @tenant AND segment < @number", new { build, tenant, number }) > 0)
            {
                await transaction.ExecuteAsync($"DELETE FROM audit_index_parts WHERE build = @build AND tenant = @tenant AND {Parts} AND segment < @number", new { build, tenant, number });
                await transaction.ExecuteAsync("DELETE FROM audit_index_segments WHERE build = @build AND tenant = @tenant AND segment < @number", new { build, tenant, number });
            }

            if (offset > 0) await CutAsync(transaction, build, tenant, number, offset);
        }
    }

    /// <summary>After a segment was made, of records that may have been pruned since they were read.</summary>
    internal static async Task ApplyAsync(StoredTransaction transaction, long build, AuditSegment segment)
    {
        var through = await FindThroughAsync(transaction, segment.Tenant);
        var (number, offset) = AuditSegment.PlaceOf(through + 1);
        if (number == segment.Number && offset > 0) await CutAsync(transaction, build, segment.Tenant, number, offset);
        else if (number > segment.Number) await DeleteAsync(transaction, build, segment.Tenant, segment.Number);
    }

    private static async Task CutLooseAsync(StoredTransaction transaction, long build, string tenant, long through)
    {
        await transaction.ExecuteAsync("DELETE FROM audit_index_loose WHERE build = @build AND tenant = @tenant AND last_sequence <= @through", new { build, tenant, through });
        var run = await transaction.FindAsync<LooseRun>(
            """
            SELECT first_sequence AS "FirstSequence", last_sequence AS "LastSequence", leaves AS "Leaves" FROM audit_index_loose
            WHERE build = @build AND tenant = @tenant AND first_sequence <= @through
            """,
            new { build, tenant, through });
        if (run is null) return;
        var left = run.WithoutThrough(through);
        await transaction.ExecuteAsync(
            "UPDATE audit_index_loose SET first_sequence = @first, leaves = @leaves WHERE build = @build AND tenant = @tenant AND first_sequence = @former",
            new { build, tenant, former = run.FirstSequence, first = left.FirstSequence, leaves = left.Leaves });
    }

    private static async Task CutAsync(StoredTransaction transaction, long build, string tenant, long number, int offset)
    {
        var which = new { build, tenant, number };
        if (await transaction.FindAsync<TimesRow>($"SELECT last_time AS lastTime, times FROM audit_index_segments WHERE {OfSegment}", which) is not { } row) return;
        var parts = await transaction.QueryAsync<PartRow>($"SELECT part, postings FROM audit_index_parts WHERE {OfSegment} AND {Parts}", which);
        var segment = new AuditSegment
        {
            Tenant = tenant, Number = number, FirstTime = 0, LastTime = row.LastTime, Times = row.Times, Parts = [.. parts.Select(part => KeyValuePair.Create((int)part.Part, part.Postings))],
        };
        var left = segment.From(offset);
        await transaction.ExecuteAsync($"UPDATE audit_index_segments SET first_time = @FirstTime, times = @Times WHERE {OfSegment}", new { left.FirstTime, left.Times, build, tenant, number });
        await transaction.ExecuteForEachAsync(
            "UPDATE audit_index_parts SET postings = @Postings WHERE build = @Build AND tenant = @Tenant AND part = @Part AND segment = @Segment",
            left.Parts.Select(part => new PartValues(build, tenant, part.Key, number, part.Value)));
    }

    private static async Task DeleteAsync(StoredTransaction transaction, long build, string tenant, long number)
    {
        await transaction.ExecuteAsync($"DELETE FROM audit_index_parts WHERE {OfSegment} AND {Parts}", new { build, tenant, number });
        await transaction.ExecuteAsync($"DELETE FROM audit_index_segments WHERE {OfSegment}", new { build, tenant, number });
    }

    private sealed record PrunedRow(string Tenant, long Through);

    private sealed record TimesRow(long LastTime, byte[] Times);

    private sealed record PartRow(long Part, byte[] Postings);

    private sealed record PartValues(long Build, string Tenant, int Part, long Segment, byte[] Postings);
}
