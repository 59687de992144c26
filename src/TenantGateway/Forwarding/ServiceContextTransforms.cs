using System.Diagnostics;
using System.Text;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using TenantGateway.Core.Access;
using TenantGateway.Core.Tokens;
using Yarp.ReverseProxy.Transforms;
using Yarp.ReverseProxy.Transforms.Builder;

namespace TenantGateway.Forwarding;

/// <summary>Gives services the allowed headers of the caller and, of who that is, only what the gateway itself says and signs.</summary>
internal sealed class ServiceContextTransforms(AssertionIssuer assertions, IOptions<ForwardingOptions> options) : ITransformProvider
{
    public void ValidateRoute(TransformRouteValidationContext context)
    {
        if (context.Route.Transforms is { Count: > 0 })
            context.Errors.Add(new ArgumentException($"Route '{context.Route.RouteId}' configures transforms: they could undo the allow-list of headers. Remove them."));
    }

    public void ValidateCluster(TransformClusterValidationContext context)
    {
    }

    public void Apply(TransformBuilderContext context)
    {
        context.UseDefaultForwarders = false;
        // Nobody inspects trailers, and no list allows any.
        context.CopyResponseTrailers = false;
        context.AddRequestHeadersAllowed([.. ServiceHeaders.Request, .. options.Value.RequestHeaders]);
        context.AddResponseHeadersAllowed([.. ServiceHeaders.Response, .. options.Value.ResponseHeaders]);
        var audience = context.Cluster?.ClusterId ?? "";
        context.AddRequestTransform(VerbatimQuery.KeepAsync);
        context.AddRequestTransform(request => IdentifyAsync(request, audience));
        context.AddResponseTransform(response =>
        {
            DropWhatNobodyInspects(response);
            return ValueTask.CompletedTask;
        });
    }

    private ValueTask IdentifyAsync(RequestTransformContext transform, string audience)
    {
        var context = transform.HttpContext;
        if (context.Features.Get<Actor>() is not { } actor) throw new UnreachableException("No actor: the request was not authorized.");
        var headers = transform.ProxyRequest.Headers;
        headers.TryAddWithoutValidation(ServiceHeaders.TenantId, actor.Tenant.Value);
        headers.TryAddWithoutValidation(ServiceHeaders.ActorId, actor.Id.Value);
        headers.TryAddWithoutValidation(ServiceHeaders.RequestId, context.TraceIdentifier);
        headers.TryAddWithoutValidation(ServiceHeaders.Assertion, assertions.Issue(actor, audience));
        return ValueTask.CompletedTask;
    }

    private static void DropWhatNobodyInspects(ResponseTransformContext transform)
    {
        if (transform.ProxyResponse is not { } response) return;
        var context = transform.HttpContext;
        // The words behind the status are the service's own and may quote anything.
        context.Features.GetRequiredFeature<IHttpResponseFeature>().ReasonPhrase = null;
        // RFC 9110 section 7.6.1: what Connection names was meant for this hop alone.
        foreach (var name in response.Headers.Connection) context.Response.Headers.Remove(name);
        // Stored tokens are never a caller's, and are not revealed into headers.
        foreach (var (name, values) in context.Response.Headers.ToArray())
        {
            if (TokenSearch.HoldsStoredToken(Encoding.UTF8.GetBytes(values.ToString()))) context.Response.Headers.Remove(name);
        }
    }
}
