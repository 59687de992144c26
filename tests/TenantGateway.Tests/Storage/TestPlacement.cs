using System.Buffers;
using System.Text;
using TenantGateway.Core.Audit;
using TenantGateway.Core.Audit.Merkle;

namespace TenantGateway.Tests.Storage;

/// <summary>Appends records whose bytes are their tenant and number, and keeps what it was told.</summary>
internal sealed class TestPlacement(params (string Tenant, byte[]? Details)[] records) : IAuditPlacement
{
    public long? KnownSize { get; init; }

    public long? DoubtfulIndex { get; init; }

    public IReadOnlyList<OpenIntent> Opened { get; init; } = [];

    public IReadOnlyList<string> Closed { get; init; } = [];

    public DateTimeOffset Time { get; init; } = DateTimeOffset.UnixEpoch;

    /// <summary>The end of the log as it is taken to be; null where nothing is known of it.</summary>
    public AuditGround? KnownEnd { get; init; }

    internal AuditGround? Ground { get; private set; }

    internal bool? HasMoved { get; private set; }

    public static TestPlacement Of(params string[] tenants) => new([.. tenants.Select(tenant => (tenant, (byte[]?)null))]);

    public IReadOnlyCollection<string> Tenants(bool hasMoved)
    {
        HasMoved = hasMoved;
        return [.. records.Select(record => record.Tenant).Distinct()];
    }

    public AuditAppendix? Place(AuditGround ground)
    {
        Ground = ground;
        return Build(ground);
    }

    public AuditAppendix? PlaceAtKnownEnd() => KnownEnd is { } end ? Build(end) : null;

    private AuditAppendix? Build(AuditGround ground)
    {
        Assert.True(MerkleFrontier.TryDecode(ground.Frontier.Span, out var frontier));
        if (records.Length == 0) return null;
        var batch = new AuditBatchBuilder(frontier, new ArrayBufferWriter<byte>());
        foreach (var (tenant, details) in records)
        {
            var sequence = (batch.TailOf(tenant) ?? ground.Tails.GetValueOrDefault(tenant)).Sequence + 1;
            batch.Add(tenant, sequence, Encoding.UTF8.GetBytes($"{tenant} {sequence}"), details);
        }

        return batch.Build(Time, Opened, Closed);
    }
}
