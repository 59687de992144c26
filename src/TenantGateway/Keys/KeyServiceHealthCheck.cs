using Microsoft.Extensions.Diagnostics.HealthChecks;
using TenantGateway.Core.Keys;

namespace TenantGateway.Keys;

/// <summary>
/// Degraded while a key-encryption key in use does not answer, or a generation was found damaged. Asks nothing itself. A denial does not degrade: that a
/// customer has turned its key off is no fault of this process.
/// </summary>
internal sealed class KeyServiceHealthCheck(KekStates keks, HeldGenerations held, KeyServiceState state) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var (succeededAt, damaged) = state.Last;
        var failing = keks.All.Where(kek => kek.Failing is KeyServiceFailure.Unavailable or KeyServiceFailure.Invalid).ToList();
        var data = new Dictionary<string, object>
        {
            ["held"] = held.Count,
            ["tenantsDenied"] = keks.ShutOut.Count(tenant => tenant.Value == KeyServiceFailure.Denied),
            ["tenantsUnavailable"] = keks.ShutOut.Count(tenant => tenant.Value != KeyServiceFailure.Denied),
        };
        if (succeededAt is { } at) data["lastUnwrap"] = at;
        if (failing.Count == 0 && !damaged) return Task.FromResult(HealthCheckResult.Healthy(data: data));
        data["failure"] = KeyMetrics.NameOf(damaged ? KeyServiceFailure.Invalid : failing[0].Failing ?? KeyServiceFailure.Unavailable);
        data["failing"] = failing.Count;
        if (failing.Min(kek => kek.GraceLeft) is { } left) data["graceSeconds"] = (long)Math.Max(0, left.TotalSeconds);
        return Task.FromResult(HealthCheckResult.Degraded("Keys cannot be unwrapped; those that are held stay in use for their grace.", data: data));
    }
}
