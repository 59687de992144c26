using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace TenantGateway.Changes;

/// <summary>Degraded where the last look at the state failed: what others change is not known here, and what is known stays.</summary>
internal sealed class ChangesHealthCheck(StateRefresh refresh) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var (lookedAt, failed) = refresh.Last;
        var data = new Dictionary<string, object>();
        if (lookedAt is { } at) data["lookedAt"] = at;
        return Task.FromResult(failed
            ? HealthCheckResult.Degraded("Changes that other processes make could not be read; what is known stays in use.", data: data)
            : HealthCheckResult.Healthy(data: data));
    }
}
