using System.Diagnostics.Metrics;

namespace TenantGateway.Auditing.Checkpoints;

/// <summary>Measures the signing of the log.</summary>
internal sealed class CheckpointMetrics
{
    private readonly Counter<long> _signed;
    private readonly Counter<long> _refused;
    private readonly Counter<long> _notPublished;

    public CheckpointMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("TenantGateway");
        _signed = meter.CreateCounter<long>("tenantgateway.audit.checkpoints.signed", "{checkpoint}", "Checkpoints of the audit log that this process signed.");
        _refused = meter.CreateCounter<long>("tenantgateway.audit.checkpoints.refused", "{attempt}", "Attempts to sign the audit log that were refused, because it is not an extension of what was signed before.");
        _notPublished = meter.CreateCounter<long>("tenantgateway.audit.checkpoints.unpublished", "{checkpoint}", "Copies of checkpoints that could not be written or posted.");
    }

    internal void Signed() => _signed.Add(1);

    internal void Refused() => _refused.Add(1);

    internal void NotPublished() => _notPublished.Add(1);
}
