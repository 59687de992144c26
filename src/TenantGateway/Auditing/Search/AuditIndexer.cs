using Microsoft.Extensions.Options;
using TenantGateway.Auditing.Projections;
using TenantGateway.Core.Audit;
using TenantGateway.Core.Audit.Retention;
using TenantGateway.Core.Audit.Search;

namespace TenantGateway.Auditing.Search;

/// <summary>
/// Feeds the index from the log. What is read for a step is read before its transaction.
/// </summary>
internal sealed class AuditIndexer(IServiceProvider services, RecentBatches recent, TimeProvider time, AuditIndexMetrics metrics, ILogger<AuditIndexer> logger) : LogProjection(recent, time)
{
    /// <summary>How many records one step takes at most.</summary>
    internal const int MostRecords = 4096;

    private readonly AuditSegmentBuilder _segment = new();

    protected override TimeSpan Rest => TimeSpan.FromMilliseconds(services.GetRequiredService<IOptions<AuditIndexOptions>>().Value.IntervalMilliseconds);

    internal override async Task<bool> StepAsync(CancellationToken cancellationToken)
    {
        var index = services.GetRequiredService<IAuditIndex>();
        var state = await index.ReadStateAsync(cancellationToken);
        metrics.Behind(state.LogSize - state.Through);
        var now = Time.GetUtcNow();
        if (state.Holder != Holder && state.LeasedUntil > now) return false;
        IsBehind = true;
        var turn = new AuditIndexTurn(state, Holder, now, now + Lease);

        // :: Step 1: what is full goes into a segment
        if (await index.FindFullAsync(state, cancellationToken) is var (tenant, number))
        {
            _segment.Begin(tenant, number);
            await foreach (var leaf in index.ReadLooseAsync(state, tenant, number, cancellationToken))
            {
                _segment.Add(leaf.Span);
                await GiveWayAsync();
            }

            return await index.TryFoldAsync(turn, _segment.Build(), cancellationToken);
        }

        // :: Step 2: what is new in the log
        if (state.Through < state.LogSize)
        {
            var records = RecordsOf(state.LogSize - state.Through, MostRecords);
            var (leaves, through) = await ReadAsync(await BatchesAsync(services.GetRequiredService<IAuditStore>(), state.LogSize, state.Through, records, cancellationToken), state.Through);
            var isTaken = through > state.Through && await index.TryTakeAsync(turn, leaves, through, cancellationToken);
            if (isTaken) metrics.Indexed(through - state.Through);
            IsBehind = through < state.LogSize;
            return isTaken;
        }

        // :: Step 3: what is left of former builds
        return await index.TryForgetAsync(state, cancellationToken);
    }

    protected override void TellFailure(Exception fault) => Log.StepFailed(logger, fault);

    protected override void TellRecovery() => Log.Recovered(logger);

    // What is no record is one whose bytes are not kept: there is nothing to find it by.
    private async ValueTask<(List<IndexedLeaf> Leaves, long Through)> ReadAsync(IReadOnlyList<AuditBatch> batches, long from)
    {
        var (leaves, through, tenant) = (new List<IndexedLeaf>(), from, (string?)null);
        foreach (var batch in batches.TakeWhile(batch => batch.FirstIndex <= through))
        {
            var items = StoredLeaves.Split(batch.Leaves);
            for (var i = (int)(through - batch.FirstIndex); i < items.Count; i++)
            {
                if (AuditLeafHead.TryReadPlace(items[i].Bytes.Span, ref tenant, out var sequence)) leaves.Add(new IndexedLeaf(tenant, sequence, items[i].Bytes));
                await GiveWayAsync();
            }

            through = batch.FirstIndex + batch.Count;
        }

        return (leaves, through);
    }
}
