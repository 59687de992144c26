using TenantGateway.Core.Tenants;

namespace TenantGateway.Keys;

/// <summary>The name of a tenant's key-encryption key in the deployment's own key service.</summary>
internal static class KekName
{
    internal static string Of(TenantId tenant) => "kek-" + tenant.Value;
}
