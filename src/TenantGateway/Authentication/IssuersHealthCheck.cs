using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace TenantGateway.Authentication;

/// <summary>
/// Degraded where the keys of an issuer were asked for and cannot be had: its tokens cannot be checked. Asks nobody: keys are fetched when a token needs
/// them.
/// </summary>
internal sealed class IssuersHealthCheck(ConfiguredIssuers issuers) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var states = issuers.All.ToDictionary(issuer => issuer.Name, issuer => issuer.Keys.State);
        var data = new Dictionary<string, object> { ["issuers"] = states };
        return Task.FromResult(states.Values.Any(state => state is { Keys: 0, LastFetchFailed: true })
            ? HealthCheckResult.Degraded("No keys of an issuer can be had; its tokens cannot be checked.", data: data)
            : HealthCheckResult.Healthy(data: data));
    }
}
