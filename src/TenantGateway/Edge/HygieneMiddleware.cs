using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;
using TenantGateway.Core.Access;
using TenantGateway.Edge.HeaderValues;

namespace TenantGateway.Edge;

/// <summary>Refuses what two servers could read in two ways, before anything else looks at the request.</summary>
internal sealed class HygieneMiddleware(RequestDelegate next)
{
    // Whoever framed the message otherwise takes its end for the start of another request: no further one is read here.
    private static readonly Refusal AmbiguousFraming = new(Reasons.AmbiguousFraming) { Headers = [new(HeaderNames.Connection, "close")] };
    private static readonly Refusal AmbiguousPath = new(Reasons.AmbiguousPath);
    private static readonly Refusal Malformed = new(Reasons.MalformedRequest) { Headers = [new(HeaderNames.Connection, "close")] };
    private static readonly Refusal UpgradeRefused = new(Reasons.UpgradeRefused);

    public Task InvokeAsync(HttpContext context)
    {
        if (Check(context) is { } refusal)
        {
            context.Features.Set(refusal);
            return Task.CompletedTask;
        }

        return next(context);
    }

    private static Refusal? Check(HttpContext context)
    {
        if (!IsOfOneVersion(context.Request)) return Malformed;
        if (!IsFramedOnce(context.Request)) return AmbiguousFraming;
        if (!RequestTarget.IsUnambiguous(context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget)) return AmbiguousPath;
        if (!NominatedHeaders.TryDrop(context.Request.Headers)) return Malformed;
        return WebSocketRequest.LeavesHttp(context) && !WebSocketRequest.IsPlain(context) ? UpgradeRefused : null;
    }

    // RFC 9113 section 8.2.2: HTTP/2 frames messages itself, and these speak of a connection in HTTP/1.1. The server looks for Connection and TE alone.
    private static bool IsOfOneVersion(HttpRequest request)
    {
        if (HttpProtocol.IsHttp11(request.Protocol) || HttpProtocol.IsHttp10(request.Protocol)) return true;
        var headers = request.Headers;
        return headers.TransferEncoding.Count == 0 && headers.Upgrade.Count == 0 && headers.KeepAlive.Count == 0 && headers[HeaderNames.ProxyConnection].Count == 0;
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
}
