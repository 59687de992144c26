using Microsoft.Extensions.Diagnostics.HealthChecks;
using TenantGateway.Core.State;

namespace TenantGateway.Diagnostics;

/// <summary>Unhealthy until everything that starts with the process has started, and what it waits for is there: the listeners open earlier.</summary>
internal sealed class StartedCheck(IHostApplicationLifetime lifetime, IStartGate gate) : IHealthCheck
{
    public const string Name = "startup";

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(
            !lifetime.ApplicationStarted.IsCancellationRequested ? HealthCheckResult.Unhealthy("The gateway has not started yet.")
            : gate.WaitsFor is { } missing ? HealthCheckResult.Unhealthy($"Waiting for {missing}, which a process of the role admin or all makes.")
            : HealthCheckResult.Healthy());
}
