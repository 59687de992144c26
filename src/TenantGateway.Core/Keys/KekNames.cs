using TenantGateway.Core.Tenants;

namespace TenantGateway.Core.Keys;

/// <summary>How the deployment's own key-encryption keys are called.</summary>
public static class KekNames
{
    public static string Of(TenantId tenant) => "kek-" + tenant.Value;
}
