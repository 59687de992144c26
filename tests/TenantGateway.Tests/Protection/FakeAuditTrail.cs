using System.Collections.Concurrent;
using TenantGateway.Core.Access;
using TenantGateway.Core.Audit;

namespace TenantGateway.Tests.Protection;

/// <summary>An audit trail in memory that a test slows down or breaks.</summary>
internal sealed class FakeAuditTrail : IAuditTrail
{
    public ConcurrentQueue<AuditEntry> Entries { get; } = new();

    /// <summary>What every commit waits for.</summary>
    public Task Wait { get; set; } = Task.CompletedTask;

    /// <summary>Whether entries cannot be made durable.</summary>
    public bool Broken { get; set; }

    /// <summary>Happens at every commit, before it waits.</summary>
    public Action OnCommit { get; set; } = () => { };

    public async ValueTask CommitAsync(AuditEntry entry, CancellationToken cancellationToken)
    {
        OnCommit();
        await Wait.WaitAsync(cancellationToken);
        if (Broken) throw new AuditUnavailableException("Broken by the test.");
        Entries.Enqueue(entry);
    }

    public ValueTask CommitWithoutLimitAsync(AuditEntry entry, CancellationToken cancellationToken) => CommitAsync(entry, cancellationToken);

    public void CountAnonymousRefusal(Reason reason)
    {
    }
}
