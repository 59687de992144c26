using TenantGateway.Core.Tenants;

namespace TenantGateway.Core.Quotas;

/// <summary>What tenants may use: by their own definition, and where that says nothing by the settings.</summary>
public interface ITenantLimits
{
    /// <summary>As it holds now, in memory; equal where nothing was changed.</summary>
    TenantLimits Of(Tenant tenant);
}
