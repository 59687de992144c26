using TenantGateway.Core.Audit;

namespace TenantGateway.Auditing;

/// <summary>An entry on its way to the log, and the one who waits for it.</summary>
internal sealed class PendingEntry(AuditEntry entry, SealedDetails details)
{
    private const int Waiting = 0;
    private const int Taken = 1;
    private const int Abandoned = 2;

    // Elsewhere, so that the writer does not run the rest of a request.
    private readonly TaskCompletionSource _durable = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _state;

    internal AuditEntry Entry => entry;

    internal SealedDetails Details => details;

    /// <summary>Completes when the entry is durable, fails with <see cref="AuditUnavailableException"/> when it could not be made so.</summary>
    internal Task Durable => _durable.Task;

    /// <summary>The writer's claim: false where nobody wants the entry any more.</summary>
    internal bool TryTake() => Interlocked.CompareExchange(ref _state, Taken, Waiting) == Waiting;

    /// <summary>Withdraws an entry that the writer has not taken: its caller is told that nothing was recorded, so nothing shall be.</summary>
    internal void Abandon() => Interlocked.CompareExchange(ref _state, Abandoned, Waiting);

    internal void Complete() => _durable.TrySetResult();

    internal void Fail(AuditUnavailableException exception) => _durable.TrySetException(exception);
}
