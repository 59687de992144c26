using System.Diagnostics.Metrics;

namespace TenantGateway.Telemetry.Export;

/// <summary>Counts what the collector did not take.</summary>
internal sealed class ExportMetrics(IMeterFactory meters)
{
    private readonly Counter<long> _failed = meters.Create("TenantGateway").CreateCounter<long>(
        "tenantgateway.telemetry.exports.failed", "{export}", "Batches that the collector did not take and that are lost, by signal.");

    public void Failed(string signal) => _failed.Add(1, new KeyValuePair<string, object?>("signal", signal));
}
