using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace TenantGateway.Auditing.Alarms;

/// <summary>Degraded while nobody would be told: the log cannot be looked through, or a webhook is not reached. Records and traffic are not concerned.</summary>
internal sealed class AlarmHealthCheck(AlarmWatch watch, AlarmPoster poster) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(
        watch.HasFailed ? HealthCheckResult.Degraded("The audit log cannot be looked through for alarms.")
        : poster.Unreached.ToArray() is [_, ..] unreached ? HealthCheckResult.Degraded($"Alarms cannot be posted to {string.Join(", ", unreached)}.")
        : HealthCheckResult.Healthy());
}
