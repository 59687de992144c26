using System.Buffers;
using TenantGateway.Core.Audit;
using TenantGateway.Core.Audit.Merkle;

namespace TenantGateway.Tests.Storage;

/// <summary>Appends entries as the trail does, with times that a test chooses.</summary>
internal sealed class RecordPlacement(IReadOnlyList<(AuditEntry Entry, DateTimeOffset Time)> records) : IAuditPlacement
{
    public long? KnownSize => null;

    public long? DoubtfulIndex => null;

    public IReadOnlyCollection<string> Tenants(bool hasMoved) => [.. records.Select(record => record.Entry.Tenant.Value).Distinct()];

    public AuditAppendix? Place(AuditGround ground)
    {
        Assert.True(MerkleFrontier.TryDecode(ground.Frontier.Span, out var frontier));
        var batch = new AuditBatchBuilder(frontier, new ArrayBufferWriter<byte>());
        foreach (var (entry, time) in records)
        {
            var last = batch.TailOf(entry.Tenant.Value) ?? ground.Tails.GetValueOrDefault(entry.Tenant.Value);
            batch.Add(entry.Tenant.Value, last.Sequence + 1, AuditLeaf.Encode(entry, new AuditPlace(last.Sequence + 1, last.Sequence == 0 ? null : last.Hash, time, null)), []);
        }

        return batch.Build(DateTimeOffset.UnixEpoch, [], []);
    }
}
