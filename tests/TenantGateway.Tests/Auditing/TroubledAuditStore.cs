using TenantGateway.Core.Audit;

namespace TenantGateway.Tests.Auditing;

/// <summary>A real store with trouble: it fails before or after the transaction, or does not answer.</summary>
internal sealed class TroubledAuditStore(IAuditStore inner) : IAuditStore
{
    internal bool FailsBefore { get; set; }

    /// <summary>The rows are durable, but the caller does not learn it.</summary>
    internal bool FailsAfter { get; set; }

    /// <summary>What every append waits for.</summary>
    internal Task Gate { get; set; } = Task.CompletedTask;

    /// <summary>How many appends have begun.</summary>
    internal int Begun => _begun;

    private int _begun;

    public async ValueTask AppendAsync(IReadOnlyList<AuditRow> rows, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _begun);
        await Gate;
        if (FailsBefore) throw new IOException("No space left on device.");
        await inner.AppendAsync(rows, cancellationToken);
        if (FailsAfter) throw new IOException("The connection was lost.");
    }

    public ValueTask<IReadOnlyList<AuditTail>> ReadTailsAsync(CancellationToken cancellationToken) =>
        FailsBefore ? throw new IOException("No space left on device.") : inner.ReadTailsAsync(cancellationToken);

    public ValueTask<IReadOnlyList<AuditRow>> ReadAsync(string tenant, long afterSequence, int limit, CancellationToken cancellationToken) =>
        inner.ReadAsync(tenant, afterSequence, limit, cancellationToken);
}
