using Microsoft.AspNetCore.Http.Features;
using TenantGateway.Core.Access;

namespace TenantGateway.Edge;

/// <summary>Refuses what two servers could read in two ways, before anything else looks at the request.</summary>
internal sealed class HygieneMiddleware(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        var reason = Check(context);
        if (reason is null) return next(context);
        context.Features.Set(new Refusal(reason));
        return Task.CompletedTask;
    }

    private static Reason? Check(HttpContext context)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        if (!RequestTarget.IsUnambiguous(target)) return Reasons.AmbiguousPath;

        // RFC 9112 section 6.1: both framings at once are an attempt at smuggling. Kestrel moves the length it ignored to X-Content-Length.
        var headers = context.Request.Headers;
        var chunked = headers.TransferEncoding.Count > 0;
        if (chunked && (headers.ContentLength is not null || headers.ContainsKey("X-Content-Length"))) return Reasons.AmbiguousFraming;
        if (chunked && HttpProtocol.IsHttp10(context.Request.Protocol)) return Reasons.AmbiguousFraming;
        return context.Features.Get<IHttpUpgradeFeature>()?.IsUpgradableRequest == true
            || context.Features.Get<IHttpExtendedConnectFeature>()?.IsExtendedConnect == true
                ? Reasons.UpgradeRefused
                : null;
    }
}
