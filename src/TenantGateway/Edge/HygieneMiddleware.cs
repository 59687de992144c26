using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;
using TenantGateway.Core.Access;

namespace TenantGateway.Edge;

/// <summary>Refuses what two servers could read in two ways, before anything else looks at the request.</summary>
internal sealed class HygieneMiddleware(RequestDelegate next)
{
    // Whoever framed the message otherwise takes its end for the start of another request: no further one is read here.
    private static readonly Refusal AmbiguousFraming = new(Reasons.AmbiguousFraming) { Headers = [new(HeaderNames.Connection, "close")] };
    private static readonly Refusal AmbiguousPath = new(Reasons.AmbiguousPath);
    private static readonly Refusal UpgradeRefused = new(Reasons.UpgradeRefused);

    public Task InvokeAsync(HttpContext context)
    {
        if (Check(context) is { } refusal)
        {
            context.Features.Set(refusal);
            return Task.CompletedTask;
        }

        DropNominated(context.Request.Headers);
        return next(context);
    }

    private static Refusal? Check(HttpContext context)
    {
        if (!IsFramedOnce(context.Request)) return AmbiguousFraming;
        if (!RequestTarget.IsUnambiguous(context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget)) return AmbiguousPath;
        return context.Features.Get<IHttpUpgradeFeature>()?.IsUpgradableRequest == true
            || context.Features.Get<IHttpExtendedConnectFeature>()?.IsExtendedConnect == true
                ? UpgradeRefused
                : null;
    }

    // RFC 9112 section 6.1: both framings at once are an attempt at smuggling. Kestrel moves the length it ignored to X-Content-Length.
    private static bool IsFramedOnce(HttpRequest request)
    {
        var headers = request.Headers;
        if (headers.TransferEncoding.Count == 0) return true;
        return headers.TransferEncoding is [var coding] && string.Equals(coding, "chunked", StringComparison.OrdinalIgnoreCase)
            && headers.ContentLength is null && !headers.ContainsKey("X-Content-Length")
            && !HttpProtocol.IsHttp10(request.Protocol);
    }

    // RFC 9110 section 7.6.1: what Connection names is for this hop alone. Kestrel keeps no names beside close or keep-alive, so this is a courtesy: what
    // protects services is the list of headers that they may have.
    private static void DropNominated(IHeaderDictionary headers)
    {
        if (headers.Connection.Count == 0) return;
        foreach (var name in headers.GetCommaSeparatedValues(HeaderNames.Connection)) headers.Remove(name);
    }
}
