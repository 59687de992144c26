using Microsoft.Extensions.Options;
using TenantGateway.Core.Access;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Tenancy;

/// <summary>Which tenant a token is for, and whether anything is done for a tenant here.</summary>
internal sealed class TokenTenants(ITenantDirectory tenants, ITenantKeyState keys, IssuerRegistry issuers, IOptions<RegionOptions> options)
{
    private static readonly Refusal Suspended = new(Reasons.TenantSuspended);
    private static readonly Refusal Elsewhere = new(Reasons.TenantElsewhere);

    public Tenant? Find(VerifiedToken token)
    {
        // The gateway itself has written the tenant into it.
        if (token.Kind == ActorKind.Service) return TenantId.TryParse(token.OrganizationId, out var id) ? tenants.Find(id) : null;
        // The operator's organization is no tenant, whatever the store may say.
        return issuers.IsOperator(token.Issuer, token.OrganizationId) ? null : tenants.FindByOrganization(token.Issuer, token.OrganizationId);
    }

    /// <returns>Why nothing is done for it; null where nothing speaks against it.</returns>
    public Refusal? RefusalOf(Tenant tenant) => tenant.State switch
    {
        // In another region nothing of it is done, not even with its keys.
        TenantState.Active when tenant.Placement.Region is { } region && options.Value.Region is { } here && region != here => Elsewhere,
        // Before anything answers from a cache: without its keys a tenant has nothing here.
        TenantState.Active => keys.RefusalOf(tenant.Id),
        _ => Suspended,
    };
}
