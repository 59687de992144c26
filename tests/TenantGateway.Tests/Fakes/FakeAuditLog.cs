using TenantGateway.Core.Audit.Checkpoints;
using TenantGateway.Core.Audit.Exports;
using TenantGateway.Core.Audit.Merkle;
using TenantGateway.Core.Audit.Retention;

namespace TenantGateway.Tests.Fakes;

/// <summary>A log of one checkpoint and one export, which remembers what was asked for.</summary>
internal sealed class FakeAuditLog : IAuditCheckpoints, IAuditExports, IAuditRetention
{
    public static readonly byte[] Note = "a checkpoint\n"u8.ToArray();
    public static readonly byte[] Export = [1, 2, 3];

    /// <summary>False while the log may not be signed.</summary>
    public bool IsSigned { get; set; } = true;

    public List<AuditExportRequest> Exports { get; } = [];

    public List<AuditHold> Holds { get; } = [];

    public ValueTask<RetentionOverview> ReadAsync(CancellationToken cancellationToken) => ValueTask.FromResult(new RetentionOverview(1096, 366, 90, 3653, [], [.. Holds]));

    public ValueTask<bool> TryHoldAsync(AuditHold hold, CancellationToken cancellationToken)
    {
        if (Holds.Any(held => held.Tenant == hold.Tenant)) return ValueTask.FromResult(false);
        Holds.Add(hold);
        return ValueTask.FromResult(true);
    }

    public ValueTask<SignedCheckpoint?> NowAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult(IsSigned ? new SignedCheckpoint(new Checkpoint("tenantgateway/test", 0, MerkleHash.Empty), Note) : null);

    public ValueTask<Stream?> TryMakeAsync(AuditExportRequest request, CancellationToken cancellationToken)
    {
        Exports.Add(request);
        return ValueTask.FromResult<Stream?>(IsSigned ? new MemoryStream(Export) : null);
    }
}
