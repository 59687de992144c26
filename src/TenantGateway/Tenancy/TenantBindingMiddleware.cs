using Microsoft.Extensions.Options;
using TenantGateway.Core.Access;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Tenancy;

/// <summary>
/// Finds the tenant by the token's issuer and organization, or by what the gateway wrote into a service's token, and by nothing else; the host may only veto. Sets <see cref="Tenant"/> as soon as
/// the token has decided it, and with it the <see cref="OrganizationBinding"/>, so that a veto is recorded where it belongs; a request that is let on has passed every veto.
/// </summary>
internal sealed class TenantBindingMiddleware(
    RequestDelegate next, ITenantDirectory tenants, ITenantKeyState keys, IssuerRegistry issuers, IOptions<RegionOptions> options, ILogger<TenantBindingMiddleware> logger)
{
    private static readonly Refusal UnknownOrganization = new(Reasons.UnknownOrganization);
    private static readonly Refusal Mismatch = new(Reasons.TenantMismatch);
    private static readonly Refusal Suspended = new(Reasons.TenantSuspended);
    private static readonly Refusal Elsewhere = new(Reasons.TenantElsewhere);

    public Task InvokeAsync(HttpContext context)
    {
        var token = context.Features.Get<VerifiedToken>() ?? throw new InvalidOperationException("No token has been verified before the tenant is bound.");
        var host = context.Features.Get<HostFeature>() ?? throw new InvalidOperationException("No host has been accepted before the tenant is bound.");
        if (Bind(context, token, host) is not { } refusal) return next(context);
        context.Features.Set(refusal);
        return Task.CompletedTask;
    }

    private Tenant? Find(VerifiedToken token)
    {
        // The gateway itself has written the tenant into it.
        if (token.Kind == ActorKind.Service) return TenantId.TryParse(token.OrganizationId, out var id) ? tenants.Find(id) : null;
        // The operator's organization is no tenant, whatever the store may say.
        return issuers.IsOperator(token.Issuer, token.OrganizationId) ? null : tenants.FindByOrganization(token.Issuer, token.OrganizationId);
    }

    private Refusal? Bind(HttpContext context, VerifiedToken token, HostFeature host)
    {
        if (Find(token) is not { } tenant) return UnknownOrganization;
        context.Features.Set(tenant);
        context.Features.Set(tenant.Find(new OrganizationKey(token.Issuer, token.OrganizationId)));
        if (host.Owner is { } owner && owner.Id != tenant.Id)
        {
            Log.TenantMismatch(logger, tenant.Id, owner.Id);
            return Mismatch;
        }

        return tenant.State switch
        {
            // In another region nothing of it is done, not even with its keys.
            TenantState.Active when tenant.Placement.Region is { } region && options.Value.Region is { } here && region != here => Elsewhere,
            // Before anything answers from a cache: without its keys a tenant has nothing here.
            TenantState.Active => keys.RefusalOf(tenant.Id),
            _ => Suspended,
        };
    }
}
