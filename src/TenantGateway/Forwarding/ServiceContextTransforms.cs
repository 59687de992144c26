using System.Diagnostics;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using TenantGateway.Core.Access;
using TenantGateway.Core.Certificates;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Transforms;
using Yarp.ReverseProxy.Transforms.Builder;

namespace TenantGateway.Forwarding;

/// <summary>Gives services the allowed headers of the caller and, of who that is, only what the gateway itself says and signs.</summary>
internal sealed class ServiceContextTransforms(AssertionIssuer assertions, ICertificateFiles files, IOptions<ForwardingOptions> options) : ITransformProvider
{
    public void ValidateRoute(TransformRouteValidationContext context)
    {
        if (context.Route.Transforms is { Count: > 0 })
            context.Errors.Add(new ArgumentException($"Route '{context.Route.RouteId}' configures transforms: they could undo the allow-list of headers. Remove them."));
        if (ClusterPlaces.Problem(context.Route, context.Services.GetServices<IProxyConfigProvider>()) is { } misplaced) context.Errors.Add(new ArgumentException(misplaced));
        if (AssertionMetadata.Problem(context.Route) is { } problem) context.Errors.Add(new ArgumentException(problem));
    }

    public void ValidateCluster(TransformClusterValidationContext context)
    {
        foreach (var problem in ServiceTlsRules.Problems(context.Cluster, files).Concat(ClusterPlaces.Problems(context.Cluster))) context.Errors.Add(new ArgumentException(problem));
    }

    public void Apply(TransformBuilderContext context)
    {
        context.UseDefaultForwarders = false;
        // Nobody inspects trailers, and no list allows any but those of gRPC.
        context.CopyResponseTrailers = false;
        context.AddRequestHeadersAllowed([.. ServiceHeaders.Request, .. options.Value.RequestHeaders]);
        context.AddResponseHeadersAllowed([.. ServiceHeaders.Response, .. options.Value.ResponseHeaders]);
        var tellsOrganization = AssertionMetadata.TellsOrganization(context.Route);
        context.AddRequestTransform(VerbatimQuery.KeepAsync);
        context.AddRequestTransform(WholeBodies.NoteAsync);
        context.AddRequestTransform(request => IdentifyAsync(request, tellsOrganization));
        context.AddRequestTransform(DescribeOriginAsync);
        context.AddRequestTransform(request =>
        {
            OpaqueHeaders.AddTo(request);
            return ValueTask.CompletedTask;
        });
        context.AddResponseTransform(response =>
        {
            OpaqueHeaders.AddTo(response);
            DropWhatNobodyInspects(response);
            return ValueTask.CompletedTask;
        });
        context.AddResponseTrailersTransform(trailers =>
        {
            OpaqueHeaders.AddTo(trailers);
            return ValueTask.CompletedTask;
        });
    }

    private ValueTask IdentifyAsync(RequestTransformContext transform, bool tellsOrganization)
    {
        var context = transform.HttpContext;
        if (context.Features.Get<Actor>() is not { } actor) throw new UnreachableException("No actor: the request was not authorized.");
        // Where it goes now: a tenant's own cluster is not the route's.
        var audience = context.GetReverseProxyFeature().Cluster.Config.ClusterId;
        var headers = transform.ProxyRequest.Headers;
        headers.TryAddWithoutValidation(ServiceHeaders.TenantId, actor.Tenant.Value);
        headers.TryAddWithoutValidation(ServiceHeaders.ActorId, actor.Id.Value);
        headers.TryAddWithoutValidation(ServiceHeaders.RequestId, context.TraceIdentifier);
        headers.TryAddWithoutValidation(ServiceHeaders.Assertion, assertions.Issue(actor, audience, tellsOrganization ? actor.Organization?.Reference : null));
        return ValueTask.CompletedTask;
    }

    // What the caller wrote under these names is not on the list of headers; this is what the gateway itself knows.
    private ValueTask DescribeOriginAsync(RequestTransformContext transform)
    {
        var context = transform.HttpContext;
        var headers = transform.ProxyRequest.Headers;
        headers.TryAddWithoutValidation(ServiceHeaders.ForwardedHost, context.Request.Host.Value);
        headers.TryAddWithoutValidation(ServiceHeaders.ForwardedProto, context.Request.IsHttps ? Uri.UriSchemeHttps : Uri.UriSchemeHttp);
        if (options.Value.SendCallerAddress && context.Connection.RemoteIpAddress is { } address)
            headers.TryAddWithoutValidation(ServiceHeaders.ForwardedFor, (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString());
        return ValueTask.CompletedTask;
    }

    private static void DropWhatNobodyInspects(ResponseTransformContext transform)
    {
        if (transform.ProxyResponse is not { } response) return;
        var context = transform.HttpContext;
        // The words behind the status are the service's own and may quote anything.
        context.Features.GetRequiredFeature<IHttpResponseFeature>().ReasonPhrase = null;
        DropNominated(response, context.Response.Headers);
        PublicLocation.Apply(context);
        // Stored tokens are never a caller's, and are not revealed into headers.
        List<string>? holding = null;
        foreach (var (name, values) in context.Response.Headers)
        {
            if (OpaqueHeaders.HoldsStoredToken(values.ToString())) (holding ??= []).Add(name);
        }

        foreach (var name in holding ?? []) context.Response.Headers.Remove(name);
    }

    // RFC 9110 section 7.6.1: what Connection names was meant for this hop alone. Read as it came: a parser gives up on a list with one malformed name.
    private static void DropNominated(HttpResponseMessage response, IHeaderDictionary answer)
    {
        if (!response.Headers.NonValidated.TryGetValues("Connection", out var lines)) return;
        foreach (var line in lines)
        {
            foreach (var name in line.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            {
                // Without these nobody could read the answer; section 7.6.1 forbids to name them.
                if (!ServiceHeaders.DescribesBody(name)) answer.Remove(name);
            }
        }
    }
}
