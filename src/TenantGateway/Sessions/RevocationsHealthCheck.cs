using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace TenantGateway.Sessions;

/// <summary>
/// Degraded where revocations could not be read the last time, also where so long that every token is refused: requests are then told why, which taking all processes out of
/// traffic would not.
/// </summary>
internal sealed class RevocationsHealthCheck(RevocationIndex index, RevocationPoller poller) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var data = new Dictionary<string, object> { ["revocations"] = index.Count };
        if (!index.IsKnown) return Task.FromResult(HealthCheckResult.Degraded("Revocations could not be read for so long that every token is refused.", data: data));
        return Task.FromResult(poller.LastReadingFailed
            ? HealthCheckResult.Degraded("Revocations could not be read; those that are known stay in force.", data: data)
            : HealthCheckResult.Healthy(data: data));
    }
}
