using TenantGateway.Core.Tenants;
using TenantGateway.Demo.Hosting;

namespace TenantGateway.Demo.Crm;

/// <summary>Sets the <see cref="CrmScope"/>: what the assertion says on the service listener, what the caller likes on the direct one.</summary>
internal sealed class CrmScopeMiddleware(RequestDelegate next, AssertionVerifier verifier)
{
    public async Task InvokeAsync(HttpContext context)
    {
        // Everything but the direct listener needs the assertion, also a connection that no listener marked.
        if (ReferenceEquals(context.Features.Get<CrmListener>(), CrmListener.Direct))
            await AdmitDirectAsync(context);
        else
            await AdmitAssertedAsync(context);
    }

    private async Task AdmitAssertedAsync(HttpContext context)
    {
        if (await verifier.VerifyAsync(context.Request.Headers, context.RequestAborted) is { } tenant)
        {
            context.Features.Set(new CrmScope(tenant));
            await next(context);
            return;
        }

        await context.AnswerProblemAsync(StatusCodes.Status401Unauthorized, "The service listener takes requests with the gateway's valid assertion only.");
    }

    private async Task AdmitDirectAsync(HttpContext context)
    {
        string?[] named = [.. context.Request.Headers[AssertionVerifier.TenantHeader], .. context.Request.Query["tenant"]];
        var distinct = named.Distinct().ToArray();
        TenantId tenant = default;
        if (distinct.Length > 1 || (distinct.Length == 1 && !TenantId.TryParse(distinct[0], out tenant)))
        {
            await context.AnswerProblemAsync(StatusCodes.Status400BadRequest, "X-Tenant-Id or the tenant parameter names one tenant.");
            return;
        }

        context.Features.Set(new CrmScope(distinct.Length == 1 ? tenant : null));
        await next(context);
    }
}
