using TenantGateway.Core.Access;
using TenantGateway.Core.Protection;
using TenantGateway.Core.Tenants;
using TenantGateway.Core.Webhooks;

namespace TenantGateway.Tenancy;

/// <summary>
/// Binds the tenant where callers have no token: whose host it is, or on a shared host the only tenant that the settings give the route's webhook. Nothing that a sender writes has a say. A
/// token that was sent all the same may only veto, and is forgotten then: the route gives its holder no more than anybody.
/// </summary>
internal sealed class OpenTenantMiddleware(RequestDelegate next, TokenTenants tokens, ITenantDirectory tenants, IWebhookRegistry webhooks, ILogger<OpenTenantMiddleware> logger)
{
    private static readonly Refusal Undecided = new(Reasons.TenantUndecided);
    private static readonly Refusal UnknownOrganization = new(Reasons.UnknownOrganization);
    private static readonly Refusal Mismatch = new(Reasons.TenantMismatch);

    public Task InvokeAsync(HttpContext context)
    {
        var host = context.Features.Get<HostFeature>() ?? throw new InvalidOperationException("No host has been accepted before the tenant is bound.");
        var route = context.Features.Get<OpenRoute>() ?? throw new InvalidOperationException("The route asks for a token.");
        if (Bind(context, host.Owner ?? OnlyTenantOf(route)) is not { } refusal) return next(context);
        context.Features.Set(refusal);
        return Task.CompletedTask;
    }

    private Tenant? OnlyTenantOf(OpenRoute route) =>
        route.Signature is { } signature && webhooks.TenantsOf(signature.Webhook) is [var only] ? tenants.Find(only) : null;

    private Refusal? Bind(HttpContext context, Tenant? tenant)
    {
        if (context.Features.Get<VerifiedToken>() is { } token && Veto(context, token, tenant) is { } veto) return veto;
        if (tenant is null) return Undecided;
        context.Features.Set<VerifiedToken>(null);
        context.Features.Set(tenant);
        return tokens.RefusalOf(tenant);
    }

    private Refusal? Veto(HttpContext context, VerifiedToken token, Tenant? tenant)
    {
        if (tokens.Find(token) is not { } own) return UnknownOrganization;
        // Recorded where it belongs: with whoever holds the token.
        context.Features.Set(own);
        if (tenant is null || own.Id == tenant.Id) return null;
        Log.TenantMismatch(logger, own.Id, tenant.Id);
        return Mismatch;
    }
}
