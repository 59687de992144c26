using Microsoft.Extensions.Options;
using TenantGateway.Core.Quotas;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Quotas;

/// <summary>The limits of tenants: what a tenant's definition says, else what the settings say of it by name, else what they say of all.</summary>
internal sealed class ConfiguredLimits(IOptions<QuotasOptions> options) : ITenantLimits
{
    private readonly QuotasOptions _options = options.Value;

    public TenantLimits Of(Tenant tenant)
    {
        var (defined, named) = (tenant.Quotas, _options.Tenants.GetValueOrDefault(tenant.Id.Value));
        return new TenantLimits(
            new RateLimit(defined.RequestsPerSecond ?? named?.RequestsPerSecond ?? _options.RequestsPerSecond, defined.Burst ?? named?.Burst ?? _options.Burst),
            defined.ConcurrentRequests ?? named?.ConcurrentRequests ?? _options.ConcurrentRequests);
    }
}
