using TenantGateway.Core.Audit;
using TenantGateway.Core.Audit.Merkle;

namespace TenantGateway.Tests.Auditing;

/// <summary>A real store with trouble: it fails before or after the transaction, or does not answer.</summary>
internal sealed class TroubledAuditStore(IAuditStore inner) : IAuditStore
{
    internal bool FailsBefore { get; set; }

    /// <summary>The batch is durable, but the caller does not learn it.</summary>
    internal bool FailsAfter { get; set; }

    /// <summary>How many appends are durable without their callers learning it, from now on.</summary>
    internal int FailsAfterTimes { get; set; }

    /// <summary>What every append waits for.</summary>
    internal Task Gate { get; set; } = Task.CompletedTask;

    /// <summary>What others do once, right after the end of the log was read and before its reader goes on.</summary>
    internal void OnceAfterHead(Func<Task> others) => _afterHead = others;

    /// <summary>How many appends have begun.</summary>
    internal int Begun => _begun;

    private int _begun;
    private Func<Task>? _afterHead;

    public async ValueTask AppendAsync(IAuditPlacement placement, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _begun);
        await Gate;
        if (FailsBefore) throw new IOException("No space left on device.");
        await inner.AppendAsync(placement, cancellationToken);
        if (FailsAfter || FailsAfterTimes-- > 0) throw new IOException("The connection was lost.");
    }

    public async ValueTask<AuditHead> ReadHeadAsync(CancellationToken cancellationToken)
    {
        if (FailsBefore) throw new IOException("No space left on device.");
        var head = await inner.ReadHeadAsync(cancellationToken);
        if (Interlocked.Exchange(ref _afterHead, null) is { } others) await others();
        return head;
    }

    public ValueTask<IReadOnlyList<AuditBatch>> ReadBatchesAsync(long fromIndex, int records, CancellationToken cancellationToken) => inner.ReadBatchesAsync(fromIndex, records, cancellationToken);

    public ValueTask<IReadOnlyList<MerkleHash>> ReadNodesAsync(int level, long firstIndex, int count, CancellationToken cancellationToken) =>
        inner.ReadNodesAsync(level, firstIndex, count, cancellationToken);

    public ValueTask<IReadOnlyList<AuditRow>> ReadAsync(string tenant, long afterSequence, int limit, CancellationToken cancellationToken) =>
        inner.ReadAsync(tenant, afterSequence, limit, cancellationToken);

    public ValueTask<int> EraseDetailsAsync(string tenant, long? sequence, CancellationToken cancellationToken) => inner.EraseDetailsAsync(tenant, sequence, cancellationToken);

    public ValueTask<IReadOnlyList<OpenIntent>> ReadIntentsAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken) => inner.ReadIntentsAsync(before, limit, cancellationToken);
}
