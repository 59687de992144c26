using System.Collections.Concurrent;
using TenantGateway.Core.Access;
using TenantGateway.Core.Audit;

namespace TenantGateway.Tests.Fakes;

/// <summary>An audit trail that remembers, and that can be made to fail.</summary>
internal sealed class RecordingAuditTrail : IAuditTrail
{
    private readonly ConcurrentQueue<AuditEntry> _entries = new();

    public IReadOnlyList<AuditEntry> Entries => [.. _entries];

    /// <summary>From this many entries on nothing can be written.</summary>
    public int FailsAfter { get; set; } = int.MaxValue;

    public void Forget() => _entries.Clear();

    public ValueTask CommitAsync(AuditEntry entry, CancellationToken cancellationToken)
    {
        if (_entries.Count >= FailsAfter) throw new AuditUnavailableException("The disk is full.");
        Assert.True(AuditReference.Knows(entry.Event, entry.Outcome), $"AuditReference does not know that {entry.Event.Name} may end in {entry.Outcome}.");
        _entries.Enqueue(entry);
        return ValueTask.CompletedTask;
    }

    public ValueTask CommitWithoutLimitAsync(AuditEntry entry, CancellationToken cancellationToken) => CommitAsync(entry, cancellationToken);

    public void CountAnonymousRefusal(Reason reason)
    {
    }
}
