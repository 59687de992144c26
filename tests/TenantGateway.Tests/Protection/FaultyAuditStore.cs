using System.Text;
using TenantGateway.Core.Audit;

namespace TenantGateway.Tests.Protection;

/// <summary>An audit store that fails for one event while a test says so: everything else, denials among it, is stored.</summary>
internal sealed class FaultyAuditStore(IAuditStore inner) : IAuditStore
{
    /// <summary>The event whose records cannot be stored; null for none.</summary>
    public AuditEvent? Broken { get; set; }

    public ValueTask<IReadOnlyList<AuditTail>> ReadTailsAsync(CancellationToken cancellationToken) => inner.ReadTailsAsync(cancellationToken);

    public ValueTask AppendAsync(IReadOnlyList<AuditRow> rows, CancellationToken cancellationToken) =>
        Broken is { } broken && rows.Any(row => Encoding.UTF8.GetString(row.Leaf).Contains($"\"event\":\"{broken.Name}\"", StringComparison.Ordinal))
            ? throw new IOException("Broken by the test.")
            : inner.AppendAsync(rows, cancellationToken);

    public ValueTask<IReadOnlyList<AuditRow>> ReadAsync(string tenant, long afterSequence, int limit, CancellationToken cancellationToken) =>
        inner.ReadAsync(tenant, afterSequence, limit, cancellationToken);
}
