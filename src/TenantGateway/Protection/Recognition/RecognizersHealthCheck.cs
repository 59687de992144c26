using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace TenantGateway.Protection.Recognition;

/// <summary>Degraded while a recognizer does not answer: what needs none goes on.</summary>
internal sealed class RecognizersHealthCheck(TextRecognizers recognizers) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        string[] silent = [.. recognizers.GivenUp];
        return Task.FromResult(silent.Length == 0 ? HealthCheckResult.Healthy() : HealthCheckResult.Degraded($"No answer from {string.Join(", ", silent)}: texts that it would be asked about are refused."));
    }
}
