using TenantGateway.Core.Tenants;

namespace TenantGateway.Tenancy;

/// <summary>Set on a request whose host is served here.</summary>
/// <param name="Owner">The only tenant that the host serves; null for a shared host.</param>
internal sealed record HostFeature(Tenant? Owner);
