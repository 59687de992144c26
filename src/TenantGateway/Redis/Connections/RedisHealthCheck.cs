using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace TenantGateway.Redis.Connections;

/// <summary>Degraded where Redis does not answer: nothing that is true is lost with it.</summary>
internal sealed class RedisHealthCheck(RedisConnection connection) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(connection.IsUp
        ? HealthCheckResult.Healthy()
        : HealthCheckResult.Degraded("Redis does not answer; changes of other processes are known later, and quotas are kept by each process for its part."));
}
