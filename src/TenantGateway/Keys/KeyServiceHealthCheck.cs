using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace TenantGateway.Keys;

/// <summary>Degraded where the last unwrap failed. Asks nothing: in the steady state all keys are held and the key service is not called.</summary>
internal sealed class KeyServiceHealthCheck(KeyServiceState state) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var (succeededAt, failure) = state.Last;
        var data = new Dictionary<string, object>();
        if (succeededAt is { } at) data["lastUnwrap"] = at;
        if (failure is null) return Task.FromResult(HealthCheckResult.Healthy(data: data));
        data["failure"] = failure;
        return Task.FromResult(HealthCheckResult.Degraded("The last unwrap of a key failed; keys that are held stay in use.", data: data));
    }
}
