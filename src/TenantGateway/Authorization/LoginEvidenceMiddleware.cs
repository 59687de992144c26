using Microsoft.AspNetCore.Http.Features;
using TenantGateway.Core.Access;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Authorization;

/// <summary>On the data plane: admits the caller as an actor of the bound tenant, or refuses.</summary>
internal sealed class LoginEvidenceMiddleware(RequestDelegate next, ActorAdmission admission, LoginDemands demands, TimeSpan maxAge)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var token = context.Features.Get<VerifiedToken>() ?? throw new InvalidOperationException("No token has been verified before the login is judged.");
        var tenant = context.Features.Get<Tenant>() ?? throw new InvalidOperationException("No tenant has been bound before the login is judged.");
        if (await admission.AdmitAsync(context, token, tenant.Id, maxAge) is { } refusal)
        {
            context.Features.Set(refusal);
            return;
        }

        context.Features.Set(demands.Of(context.Features.GetRequiredFeature<Actor>()));
        await next(context);
    }
}
