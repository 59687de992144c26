using TenantGateway.Core.Tenants;

namespace TenantGateway.Core.Keys;

/// <summary>How the deployment's own key-encryption keys are called.</summary>
public static class KekNames
{
    public static string Of(TenantId tenant) => "kek-" + tenant.Value;

    /// <summary>The one that wraps a tenant's audit key once the tenant's own key-encryption key is to go.</summary>
    public static string OfAudit(TenantId tenant) => "audit-" + tenant.Value;

    /// <summary>Whether a record's key-encryption key is called so, in whatever version.</summary>
    public static bool IsOfAudit(string kekId, TenantId tenant) => BaseOf(kekId).Split('/', ':')[^1] == OfAudit(tenant);

    /// <summary>The key without its version.</summary>
    public static string BaseOf(string kekId) => kekId.LastIndexOf('/') is > 0 and var end ? kekId[..end] : kekId;
}
