using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using TenantGateway.Core.Audit;
using TenantGateway.Core.Audit.Retention;
using TenantGateway.Core.Audit.Search;

namespace TenantGateway.Auditing.Search;

/// <summary>
/// Feeds the index from the log: one process at a time, by a lease that each of its steps renews. A step is one short transaction, so that the log, which has the same
/// database, is never held up; what is read for it is read before.
/// </summary>
internal sealed class AuditIndexer(IServiceProvider services, TimeProvider time, AuditIndexMetrics metrics, ILogger<AuditIndexer> logger) : BackgroundService
{
    /// <summary>How many records one step takes.</summary>
    internal const int RecordsAtOnce = 2048;

    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(10);

    private readonly string _holder = string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}");
    private volatile bool _hasFailed;

    /// <summary>True from a step that failed to the next that does not.</summary>
    internal bool HasFailed => _hasFailed;

    /// <summary>Does what there is to do next.</summary>
    /// <returns>False where there is nothing, or another process does it.</returns>
    internal async Task<bool> StepAsync(CancellationToken cancellationToken)
    {
        var (index, log) = (services.GetRequiredService<IAuditIndex>(), services.GetRequiredService<IAuditStore>());
        var state = await index.ReadStateAsync(cancellationToken);
        metrics.Behind(state.LogSize - state.Through);
        var now = time.GetUtcNow();
        if (state.Holder != _holder && state.LeasedUntil > now) return false;
        var turn = new AuditIndexTurn(state, _holder, now, now + Lease);

        // :: Step 1: what is full goes into a segment
        if (await index.FindFullAsync(state, cancellationToken) is var (tenant, number))
        {
            var segment = new AuditSegmentBuilder(tenant, number);
            foreach (var leaf in await index.ReadLooseAsync(state, tenant, number, cancellationToken))
            {
                if (AuditRecord.TryRead(leaf, out var record)) segment.Add(record);
            }

            return await index.TryFoldAsync(turn, segment.Build(), cancellationToken);
        }

        // :: Step 2: what is new in the log
        if (state.Through < state.LogSize)
        {
            var (leaves, through) = Read(await log.ReadBatchesAsync(state.Through, RecordsAtOnce, cancellationToken), state.Through);
            var isTaken = through > state.Through && await index.TryTakeAsync(turn, leaves, through, cancellationToken);
            if (isTaken) metrics.Indexed(through - state.Through);
            return isTaken;
        }

        // :: Step 3: what is left of former builds
        return await index.TryForgetAsync(state, cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            var interval = TimeSpan.FromMilliseconds(services.GetRequiredService<IOptions<AuditIndexOptions>>().Value.IntervalMilliseconds);
            while (true)
            {
                if (!await TryStepAsync(stoppingToken)) await Task.Delay(interval, time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Whoever starts next goes on.
        }
    }

    private async Task<bool> TryStepAsync(CancellationToken cancellationToken)
    {
        try
        {
            var isBusy = await StepAsync(cancellationToken);
            if (_hasFailed) Log.Recovered(logger);
            _hasFailed = false;
            return isBusy;
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            // The database, and it comes back.
            if (!_hasFailed) Log.StepFailed(logger, fault);
            _hasFailed = true;
            return false;
        }
    }

    // What is no record is one whose bytes are not kept: there is nothing to find it by.
    private static (List<IndexedLeaf> Leaves, long Through) Read(IReadOnlyList<AuditBatch> batches, long from)
    {
        var (leaves, through) = (new List<IndexedLeaf>(), from);
        foreach (var batch in batches.TakeWhile(batch => batch.FirstIndex <= through))
        {
            var items = StoredLeaves.Split(batch.Leaves);
            for (var i = (int)(through - batch.FirstIndex); i < items.Count; i++)
            {
                if (AuditRecord.TryRead(items[i].Bytes.Span, out var record)) leaves.Add(new IndexedLeaf(record.Tenant, record.Sequence, items[i].Bytes.ToArray()));
            }

            through = batch.FirstIndex + batch.Count;
        }

        return (leaves, through);
    }
}
