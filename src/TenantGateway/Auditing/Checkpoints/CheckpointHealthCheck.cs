using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace TenantGateway.Auditing.Checkpoints;

/// <summary>Degraded while the log may not be signed, or could not be for long.</summary>
internal sealed class CheckpointHealthCheck(CheckpointService service, IOptions<CheckpointOptions> options) : IHealthCheck
{
    private readonly TimeSpan _patience = TimeSpan.FromSeconds(60 + (6 * options.Value.IntervalSeconds));

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(
        service.Refusal is { } refusal ? HealthCheckResult.Degraded($"The audit log is not signed: {refusal}")
        : service.SinceSigned > _patience ? HealthCheckResult.Degraded("The audit log could not be signed for long.")
        : HealthCheckResult.Healthy());
}
