using TenantGateway.Core.Tenants;

namespace TenantGateway.Demo.Crm;

/// <summary>Whose contacts a request may touch, set as a feature before any endpoint runs.</summary>
/// <param name="Tenant">That tenant's, or with null every tenant's, which only the direct listener gives.</param>
internal sealed record CrmScope(TenantId? Tenant);
