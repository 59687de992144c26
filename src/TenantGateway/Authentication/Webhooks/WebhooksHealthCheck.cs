using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace TenantGateway.Authentication.Webhooks;

/// <summary>Degraded while a tenant's senders cannot prove themselves because their file is not good.</summary>
internal sealed class WebhooksHealthCheck(WebhookSecrets secrets) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(secrets.Problems.Any()
        ? HealthCheckResult.Degraded("The secret of a webhook cannot be used; its tenant's messages are refused. The log names the file.")
        : HealthCheckResult.Healthy());
}
