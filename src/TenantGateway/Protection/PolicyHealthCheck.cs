using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace TenantGateway.Protection;

/// <summary>Degraded while the policy files differ from what is in force because they are not valid.</summary>
internal sealed class PolicyHealthCheck(PolicyStore store) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken)
    {
        var data = new Dictionary<string, object> { ["version"] = store.Active.Version };
        if (store.Problems is not { IsEmpty: false } problems) return Task.FromResult(HealthCheckResult.Healthy(data: data));
        data["problems"] = string.Join(" | ", problems);
        return Task.FromResult(HealthCheckResult.Degraded("The policy files are not valid; the earlier policies stay in force.", data: data));
    }
}
