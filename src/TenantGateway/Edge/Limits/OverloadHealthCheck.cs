using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace TenantGateway.Edge.Limits;

/// <summary>Degraded on every step of the ladder but the lowest: the process sheds load, and is still of use.</summary>
internal sealed class OverloadHealthCheck(OverloadMonitor monitor) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var sample = monitor.Sample;
        var data = new Dictionary<string, object>
        {
            ["level"] = (int)sample.Level,
            ["connectionsPercent"] = (int)(sample.Connections * 100),
            ["requestsPercent"] = (int)(sample.Requests * 100),
            ["memoryPercent"] = (int)(sample.Memory * 100),
        };
        return Task.FromResult(sample.Level switch
        {
            OverloadLevel.Normal => HealthCheckResult.Healthy(data: data),
            OverloadLevel.KeepAliveOff => HealthCheckResult.Degraded("Keep-alive is off.", data: data),
            _ => HealthCheckResult.Degraded("Keep-alive is off and connections are refused.", data: data),
        });
    }
}
