using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace TenantGateway.Tenancy;

/// <summary>Degraded where tenants are pinned to places that the settings do not have: they are refused there, and nobody else is.</summary>
internal sealed class PlacementHealthCheck(PlacementReport report) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        // How many, not whose: who probes need not know the tenants. The log names them.
        var data = new Dictionary<string, object> { ["misplacedTenants"] = report.Misplaced.Count };
        return Task.FromResult(report.Misplaced.Count == 0
            ? HealthCheckResult.Healthy(data: data)
            : HealthCheckResult.Degraded("Tenants are pinned to places that are not configured; the log names them.", data: data));
    }
}
