using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace TenantGateway.Auditing.Search;

/// <summary>Degraded while the index cannot be fed: searches find what was recorded before. Records are not concerned.</summary>
internal sealed class AuditIndexHealthCheck(AuditIndexer indexer) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(indexer.HasFailed ? HealthCheckResult.Degraded("The index of the audit log cannot be fed.") : HealthCheckResult.Healthy());
}
