using TenantGateway.Core.Protection;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Quotas;

/// <summary>
/// Refuses requests beyond what their tenant may use. It looks at the verified tenant and at nothing of the request, so nobody can use up another's quota
/// or have more than one. Routes whose callers have no token have a quota each beside it, so that strangers use up nothing of what people and services may.
/// </summary>
internal sealed class TenantQuotasMiddleware(RequestDelegate next, TenantQuotas quotas, TimeProvider time, ILogger<TenantQuotasMiddleware> logger)
{
    public Task InvokeAsync(HttpContext context)
    {
        var tenant = context.Features.Get<Tenant>() ?? throw new InvalidOperationException("No tenant has been bound before its quota is looked at.");
        var quota = context.Features.Get<OpenRoute>() is { } open ? quotas.OfOpenRoute(tenant, open.Route) : quotas.Of(tenant);
        var now = time.GetElapsedTime(0);
        if (quota.TryBegin(now) is not { } refusal) return RunAsync(context, quota);
        if (quota.IsReportDue(now)) Log.HeldBack(logger, tenant.Id.Value, refusal.Reason.Code);
        context.Features.Set(refusal);
        return Task.CompletedTask;
    }

    // What comes after returns once the exchange has ended, also for a stream, a fault or a caller who hangs up.
    private async Task RunAsync(HttpContext context, TenantQuota quota)
    {
        try
        {
            await next(context);
        }
        finally
        {
            quota.End();
        }
    }
}
