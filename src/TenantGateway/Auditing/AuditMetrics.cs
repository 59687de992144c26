using System.Diagnostics.Metrics;

namespace TenantGateway.Auditing;

/// <summary>Measures the writing of the audit trail.</summary>
internal sealed class AuditMetrics
{
    private readonly Histogram<double> _commitDuration;
    private readonly Histogram<int> _batchSize;
    private readonly Counter<long> _failedEntries;
    private readonly Counter<long> _droppedDetails;

    public AuditMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("TenantGateway");
        _commitDuration = meter.CreateHistogram<double>("tenantgateway.audit.commit.duration", "s", "How long a batch took to become durable.");
        _batchSize = meter.CreateHistogram<int>("tenantgateway.audit.batch.size", "{entry}", "How many entries a batch held.");
        _failedEntries = meter.CreateCounter<long>("tenantgateway.audit.entries.failed", "{entry}", "Entries whose callers were refused because they could not be made durable.");
        _droppedDetails = meter.CreateCounter<long>("tenantgateway.audit.details.dropped", "{entry}", "Entries recorded without their details because the tenant's audit key could not be used.");
    }

    internal void Committed(int entries, TimeSpan elapsed)
    {
        _batchSize.Record(entries);
        _commitDuration.Record(elapsed.TotalSeconds);
    }

    internal void Failed(int entries) => _failedEntries.Add(entries);

    internal void DetailsDropped() => _droppedDetails.Add(1);
}
