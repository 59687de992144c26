using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace TenantGateway.Auditing;

/// <summary>Degraded while the trail cannot be written: what must be recorded is refused, other traffic goes on.</summary>
internal sealed class AuditHealthCheck(AuditWriter writer) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(writer.LastAppendFailed ? HealthCheckResult.Degraded("The last write of the audit trail failed.") : HealthCheckResult.Healthy());
}
