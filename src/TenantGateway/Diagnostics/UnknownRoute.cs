using TenantGateway.Core.Access;

namespace TenantGateway.Diagnostics;

internal static class UnknownRoute
{
    public static Task Refuse(HttpContext context)
    {
        context.Features.Set(new Refusal(Reasons.UnknownRoute));
        return Task.CompletedTask;
    }
}
