using System.Diagnostics.Metrics;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace TenantGateway.Diagnostics;

/// <summary>What the latest probe found, for who alarms: meter <c>TenantGateway</c>. Nothing before the first probe.</summary>
internal sealed class HealthMetrics
{
    private HealthReport? _latest;

    public HealthMetrics(IMeterFactory meters) =>
        meters.Create("TenantGateway").CreateObservableGauge("tenantgateway.health.troubled", Troubled, "1", "1 while a check of the process's health is not healthy, as the latest probe found it, by check.");

    public void Tell(HealthReport report) => Volatile.Write(ref _latest, report);

    private IEnumerable<Measurement<int>> Troubled() => Volatile.Read(ref _latest)?.Entries
        .Select(entry => new Measurement<int>(entry.Value.Status == HealthStatus.Healthy ? 0 : 1, new KeyValuePair<string, object?>("check", entry.Key))) ?? [];
}
