using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace TenantGateway.Diagnostics;

/// <summary>Unhealthy until everything that starts with the process has started: the listeners open a little earlier.</summary>
internal sealed class StartedCheck(IHostApplicationLifetime lifetime) : IHealthCheck
{
    public const string Name = "startup";

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(lifetime.ApplicationStarted.IsCancellationRequested ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("The gateway has not started yet."));
}
