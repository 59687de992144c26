using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace TenantGateway.Protection;

/// <summary>Degraded while the policy files differ from what is in force. Tells the problems, which name files, places and rules but no values.</summary>
internal sealed class PolicyHealthCheck(PolicyStore store) : IHealthCheck
{
    private const int MaxTold = 20;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken)
    {
        var data = new Dictionary<string, object> { ["version"] = store.Active.Version };
        if (!store.Active.Observing.IsEmpty) data["observing"] = store.Active.Observing.ToArray();
        var problems = store.Problems;
        if (problems.IsEmpty) return Task.FromResult(HealthCheckResult.Healthy(data: data));
        data["problems"] = problems.Take(MaxTold).Select(problem => problem.ToString()).ToArray();
        data["problemCount"] = problems.Length;
        return Task.FromResult(HealthCheckResult.Degraded("The policy files are not in force; the earlier policies stay.", data: data));
    }
}
