namespace TenantGateway.Core.Tenants;

/// <summary>An organization as its issuer names it: the pair decides the tenant, neither half alone does.</summary>
/// <param name="Issuer">The exact <c>iss</c> of the tokens.</param>
/// <param name="OrganizationId">The exact <c>org_id</c>, never the display name of the organization.</param>
public readonly record struct OrganizationKey(string Issuer, string OrganizationId);
