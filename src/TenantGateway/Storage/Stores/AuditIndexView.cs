using TenantGateway.Core.Audit.Search;
using TenantGateway.Storage.Databases;

namespace TenantGateway.Storage.Stores;

/// <summary>The index of one tenant inside a transaction that reads. The tenant is in every statement.</summary>
internal sealed class AuditIndexView(StoredTransaction transaction, AuditIndexState state, string tenant, long folded, long pruned) : IAuditIndexView
{
    public AuditIndexState State => state;

    public long PrunedThrough => pruned;

    public async ValueTask<IReadOnlyList<SegmentSpan>> SegmentsAsync() => await transaction.QueryAsync<SegmentSpan>(
        "SELECT segment AS \"Number\", first_time AS \"FirstTime\", last_time AS \"LastTime\" FROM audit_index_segments WHERE build = @Build AND tenant = @tenant AND segment >= @first ORDER BY segment",
        new { state.Build, tenant, first = AuditSegment.PlaceOf(pruned + 1).Number });

    public async ValueTask<byte[]> TimesAsync(long number) => await transaction.FindAsync<byte[]>(
        "SELECT times FROM audit_index_segments WHERE build = @Build AND tenant = @tenant AND segment = @number", new { state.Build, tenant, number }) ?? [];

    public async ValueTask<IReadOnlyList<SegmentPart>> PartsAsync(int part, long first, long last) => await transaction.QueryAsync<SegmentPart>(
        "SELECT segment AS \"Number\", postings AS \"Postings\" FROM audit_index_parts WHERE build = @Build AND tenant = @tenant AND part = @part AND segment >= @first AND segment <= @last ORDER BY segment",
        new { state.Build, tenant, part, first, last });

    public async ValueTask<IReadOnlyList<ReadOnlyMemory<byte>>> LooseAsync()
    {
        var after = Math.Max(folded * AuditSegment.Records, pruned);
        var runs = await transaction.QueryAsync<LooseRun>(
            """
            SELECT first_sequence AS "FirstSequence", last_sequence AS "LastSequence", leaves AS "Leaves" FROM audit_index_loose
            WHERE build = @Build AND tenant = @tenant AND last_sequence > @after ORDER BY first_sequence
            """,
            new { state.Build, tenant, after });
        return [.. runs.SelectMany(run => run.After(after))];
    }
}
