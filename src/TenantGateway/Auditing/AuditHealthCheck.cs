using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace TenantGateway.Auditing;

/// <summary>Degraded while the trail cannot be written, or not in time: what must be recorded is refused, other traffic goes on.</summary>
internal sealed class AuditHealthCheck(AuditWriter writer, IOptions<AuditOptions> options) : IHealthCheck
{
    private readonly TimeSpan _timeout = TimeSpan.FromSeconds(options.Value.CommitTimeoutSeconds);

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(
        writer.LastAppendFailed ? HealthCheckResult.Degraded("The last write of the audit trail failed.")
        : writer.AppendingFor > _timeout ? HealthCheckResult.Degraded("A write of the audit trail does not end.")
        : HealthCheckResult.Healthy());
}
