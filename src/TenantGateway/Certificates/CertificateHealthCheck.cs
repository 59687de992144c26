using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace TenantGateway.Certificates;

/// <summary>Degraded while files differ from what is in force, or what is in force ends soon. Names certificates by their names, never by their paths.</summary>
internal sealed class CertificateHealthCheck(CertificateFiles files, IOptions<CertificatesOptions> options, TimeProvider time) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken)
    {
        var soon = time.GetUtcNow().AddDays(options.Value.ExpiryWarningDays);
        var troubles = new Dictionary<string, object>();
        foreach (var file in files.Reported)
        {
            if (file.Problem is { } problem) troubles[file.Name] = problem;
            else if (file.EndsAt <= soon) troubles[file.Name] = $"ends at {file.EndsAt.UtcDateTime:u}";
        }

        return Task.FromResult(troubles.Count == 0 ? HealthCheckResult.Healthy() : HealthCheckResult.Degraded("Certificates need the operator.", data: troubles));
    }
}
