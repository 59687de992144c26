using TenantGateway.Core.Access;
using TenantGateway.Core.Tenants;
using Yarp.ReverseProxy;
using Yarp.ReverseProxy.Model;

namespace TenantGateway.Forwarding;

/// <summary>
/// Sends a tenant's exchange where the tenant is pinned to, or nowhere. Comes before anything chooses among destinations: session affinity, health and load balancing see those
/// that are left, and no failure adds another.
/// </summary>
/// <remarks>
/// A cluster that the configuration gives to a tenant takes no other tenant's exchange, whatever a route or a stored pin says: both must agree.
/// </remarks>
internal sealed class TenantPlaces(IProxyStateLookup clusters, ILogger<TenantPlaces> logger)
{
    private static readonly Refusal NoPlace = new(Reasons.TenantPlaceUnavailable);

    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var tenant = context.Features.Get<Tenant>() ?? throw new InvalidOperationException("No tenant has been bound before its place is looked for.");
        if (FaultOf(context, tenant) is not { } fault) return next(context);
        Log.NoPlace(logger, tenant.Id, context.GetReverseProxyFeature().Route.Config.RouteId, fault, context.TraceIdentifier);
        context.Features.Set(NoPlace);
        return Task.CompletedTask;
    }

    private string? FaultOf(HttpContext context, Tenant tenant)
    {
        var proxy = context.GetReverseProxyFeature();
        var routeCluster = proxy.Cluster.Config.ClusterId;
        if (tenant.Placement.ClusterFor(routeCluster) is not { } wanted) return $"no cluster of its own takes the place of {routeCluster}";
        if (wanted != routeCluster)
        {
            if (!clusters.TryGetCluster(wanted, out var own)) return $"there is no cluster {wanted}";
            context.ReassignProxyRequest(own);
            proxy = context.GetReverseProxyFeature();
        }

        var owner = ClusterPlaces.OwnerOf(proxy.Cluster.Config);
        // Its own is its own in both, and what is shared is nobody's.
        if (owner != (wanted == routeCluster ? null : tenant.Id.Value)) return $"the cluster {wanted} is not the tenant's";
        return tenant.Placement.Region is { } region ? KeepTo(region, proxy) : null;
    }

    private static string? KeepTo(string region, IReverseProxyFeature proxy)
    {
        var available = proxy.AvailableDestinations;
        var cluster = proxy.Cluster.Config;
        var kept = available.Count(destination => IsIn(destination));
        if (kept == 0) return proxy.AllDestinations.Any(IsIn) ? $"no destination of {cluster.ClusterId} in {region} is available" : $"the cluster {cluster.ClusterId} has no destination in {region}";
        if (kept < available.Count) proxy.AvailableDestinations = [.. available.Where(IsIn)];
        return null;

        bool IsIn(DestinationState destination) => ClusterPlaces.RegionOf(destination.Model.Config, cluster) == region;
    }
}
