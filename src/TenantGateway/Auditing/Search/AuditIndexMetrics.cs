using System.Diagnostics.Metrics;

namespace TenantGateway.Auditing.Search;

/// <summary>Measures the index of the log.</summary>
internal sealed class AuditIndexMetrics
{
    private readonly Counter<long> _indexed;
    private long _behind;

    public AuditIndexMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("TenantGateway");
        _indexed = meter.CreateCounter<long>("tenantgateway.audit.index.records", "{record}", "Records of the audit log that this process took into its index.");
        meter.CreateObservableGauge("tenantgateway.audit.index.behind", () => Volatile.Read(ref _behind), "{record}", "Records of the audit log that its index did not hold when this process looked last.");
    }

    internal void Indexed(long records) => _indexed.Add(records);

    internal void Behind(long records) => Volatile.Write(ref _behind, records);
}
