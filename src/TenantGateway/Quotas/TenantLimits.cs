using TenantGateway.Core.Quotas;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Quotas;

/// <summary>What one tenant may use.</summary>
internal sealed record TenantLimits(RateLimit Rate, int ConcurrentRequests)
{
    public static TenantLimits Of(TenantId tenant, QuotasOptions options)
    {
        var own = options.Tenants.GetValueOrDefault(tenant.Value);
        return new TenantLimits(
            new RateLimit(own?.RequestsPerSecond ?? options.RequestsPerSecond, own?.Burst ?? options.Burst),
            own?.ConcurrentRequests ?? options.ConcurrentRequests);
    }
}
