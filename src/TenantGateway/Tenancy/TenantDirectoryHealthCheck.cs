using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace TenantGateway.Tenancy;

/// <summary>Degraded where the tenants could not be read again: they are served as they were.</summary>
internal sealed class TenantDirectoryHealthCheck(TenantDirectory directory) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var data = new Dictionary<string, object> { ["count"] = directory.All.Count };
        if (directory.LoadedAt is { } at) data["loadedAt"] = at;
        return Task.FromResult(directory.LastReloadFailed
            ? HealthCheckResult.Degraded("The tenants could not be read again; they are served as they were.", data: data)
            : HealthCheckResult.Healthy(data: data));
    }
}
