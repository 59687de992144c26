using TenantGateway.Core.Protection;
using Yarp.ReverseProxy.Model;

namespace TenantGateway.Forwarding;

/// <summary>Tells whether a request goes to a route whose callers have no token, by the route's policy and by nothing that the request says of itself.</summary>
internal sealed class OpenRoutesMiddleware(RequestDelegate next, IOpenRoutes routes)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (routes.Any && context.GetEndpoint()?.Metadata.GetMetadata<RouteModel>() is { } route && routes.Find(route.Config.RouteId) is { } open) context.Features.Set(open);
        return next(context);
    }
}
