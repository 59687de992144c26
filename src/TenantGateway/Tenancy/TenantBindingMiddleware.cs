using TenantGateway.Core.Access;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Tenancy;

/// <summary>
/// Finds the tenant by the token's issuer and organization, or by what the gateway wrote into a service's token, and by nothing else; the host may only veto. Sets <see cref="Tenant"/> as soon as
/// the token has decided it, and with it the <see cref="OrganizationBinding"/>, so that a veto is recorded where it belongs; a request that is let on has passed every veto.
/// </summary>
internal sealed class TenantBindingMiddleware(RequestDelegate next, TokenTenants tenants, ILogger<TenantBindingMiddleware> logger)
{
    private static readonly Refusal UnknownOrganization = new(Reasons.UnknownOrganization);
    private static readonly Refusal Mismatch = new(Reasons.TenantMismatch);

    public Task InvokeAsync(HttpContext context)
    {
        var token = context.Features.Get<VerifiedToken>() ?? throw new InvalidOperationException("No token has been verified before the tenant is bound.");
        var host = context.Features.Get<HostFeature>() ?? throw new InvalidOperationException("No host has been accepted before the tenant is bound.");
        if (Bind(context, token, host) is not { } refusal) return next(context);
        context.Features.Set(refusal);
        return Task.CompletedTask;
    }

    private Refusal? Bind(HttpContext context, VerifiedToken token, HostFeature host)
    {
        if (tenants.Find(token) is not { } tenant) return UnknownOrganization;
        context.Features.Set(tenant);
        context.Features.Set(tenant.Find(new OrganizationKey(token.Issuer, token.OrganizationId)));
        if (host.Owner is not { } owner || owner.Id == tenant.Id) return tenants.RefusalOf(tenant);
        Log.TenantMismatch(logger, tenant.Id, owner.Id);
        return Mismatch;
    }
}
