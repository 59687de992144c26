using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using TenantGateway.Core.Access;
using TenantGateway.Core.Content;
using TenantGateway.Core.Protection;
using TenantGateway.Core.Protection.Policies;

namespace TenantGateway.Protection;

/// <summary>Tells what of a request passes uninspected, and prepares it for that: nothing is read here.</summary>
internal sealed class OpaqueRequests(IOptions<ContentOptions> options)
{
    private const string EventStream = BodyTypes.Events;

    /// <returns>What of the exchange passes uninspected, and why it must not go on; neither where the request is inspected as a whole.</returns>
    public (OpaqueKind? Passes, Refusal? Refusal) Take(HttpContext context, RoutePlan plan, bool hasBody)
    {
        var opaque = plan.Opaque;
        if (WebSocketHandshake.IsOffered(context))
            return opaque.WebSockets ? (OpaqueKind.WebSocket, null) : (null, new Refusal(Reasons.UpgradeRefused));
        if (opaque.NoBodies) return Inspected(context.Request, plan);
        if (MediaTypes.NameOf(context.Request.Headers.ContentType) is not { Length: > 0 } type || !opaque.Covers(OpaqueDirection.Request, type)) return Inspected(context.Request, plan);
        // A call without a message is a call all the same; its stream ends with the head.
        if (!hasBody && !OpaqueRule.NamesGrpc(type)) return Inspected(context.Request, plan);
        if (context.Request.ContentLength > options.Value.MaxOpaqueBytes) return (null, new Refusal(Reasons.BodyTooLarge));
        Bound(context);
        return (OpaqueRule.NamesGrpc(type) ? OpaqueKind.Grpc : OpaqueKind.Body, null);
    }

    private static (OpaqueKind?, Refusal?) Inspected(HttpRequest request, RoutePlan plan) => AsksForEvents(request, plan) ? (OpaqueKind.Events, null) : default;

    private static bool AsksForEvents(HttpRequest request, RoutePlan plan) =>
        (plan.ResponseOf(BodyFormat.Events) is not null || plan.Opaque.Covers(OpaqueDirection.Response, EventStream))
        && MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var accepted)
        && accepted.Any(type => type.MediaType.Equals(EventStream, StringComparison.OrdinalIgnoreCase));

    // The server's own bound is for bodies of which nothing is known.
    private void Bound(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } server) server.MaxRequestBodySize = null;
        context.Request.Body = new BoundedBody(context.Request.Body, options.Value.MaxOpaqueBytes);
    }
}
