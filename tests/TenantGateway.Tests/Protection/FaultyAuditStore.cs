using System.Text;
using TenantGateway.Core.Audit;
using TenantGateway.Core.Audit.Merkle;

namespace TenantGateway.Tests.Protection;

/// <summary>An audit store that fails for one event while a test says so: everything else, denials among it, is stored.</summary>
internal sealed class FaultyAuditStore(IAuditStore inner) : IAuditStore
{
    /// <summary>The event whose records cannot be stored; null for none.</summary>
    public AuditEvent? Broken { get; set; }

    public ValueTask AppendAsync(IAuditPlacement placement, CancellationToken cancellationToken) => inner.AppendAsync(new Watched(placement, Broken), cancellationToken);

    public ValueTask<AuditHead> ReadHeadAsync(CancellationToken cancellationToken) => inner.ReadHeadAsync(cancellationToken);

    public ValueTask<IReadOnlyList<AuditBatch>> ReadBatchesAsync(long fromIndex, int records, CancellationToken cancellationToken) => inner.ReadBatchesAsync(fromIndex, records, cancellationToken);

    public ValueTask<IReadOnlyList<MerkleHash>> ReadNodesAsync(int level, long firstIndex, int count, CancellationToken cancellationToken) =>
        inner.ReadNodesAsync(level, firstIndex, count, cancellationToken);

    public ValueTask<IReadOnlyList<AuditRow>> ReadAsync(string tenant, long afterSequence, int limit, CancellationToken cancellationToken) =>
        inner.ReadAsync(tenant, afterSequence, limit, cancellationToken);

    public ValueTask<int> EraseDetailsAsync(string tenant, long? sequence, CancellationToken cancellationToken) => inner.EraseDetailsAsync(tenant, sequence, cancellationToken);

    public ValueTask<IReadOnlyList<OpenIntent>> ReadIntentsAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken) => inner.ReadIntentsAsync(before, limit, cancellationToken);

    private sealed class Watched(IAuditPlacement placement, AuditEvent? broken) : IAuditPlacement
    {
        public long? KnownSize => placement.KnownSize;

        public long? DoubtfulIndex => placement.DoubtfulIndex;

        public IReadOnlyCollection<string> Tenants(bool hasMoved) => placement.Tenants(hasMoved);

        public AuditAppendix? Place(AuditGround ground)
        {
            var appendix = placement.Place(ground);
            return broken is not null && appendix is not null && Encoding.UTF8.GetString(appendix.Batch.Leaves.Span).Contains($"\"event\":\"{broken.Name}\"", StringComparison.Ordinal)
                ? throw new IOException("Broken by the test.")
                : appendix;
        }
    }
}
