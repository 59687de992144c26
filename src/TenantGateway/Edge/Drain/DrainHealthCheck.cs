using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace TenantGateway.Edge.Drain;

/// <summary>Tells whoever sends requests here to send them elsewhere.</summary>
internal sealed class DrainHealthCheck(DrainState drain) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken) =>
        Task.FromResult(drain.HasBegun ? HealthCheckResult.Unhealthy("The process is draining.") : HealthCheckResult.Healthy());
}
