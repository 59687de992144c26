using TenantGateway.Core.Tenants;
using Yarp.ReverseProxy.Configuration;

namespace TenantGateway.Forwarding;

/// <summary>What the metadata of clusters and destinations say of places, and what is wrong with it.</summary>
internal static class ClusterPlaces
{
    /// <summary>The only tenant whose exchanges go to the cluster; null for a cluster that is shared.</summary>
    public static string? OwnerOf(ClusterConfig cluster) => cluster.Metadata?.GetValueOrDefault(PlaceMetadata.Tenant);

    /// <summary>Where a destination is; null where nobody says.</summary>
    public static string? RegionOf(DestinationConfig destination, ClusterConfig cluster) =>
        destination.Metadata?.GetValueOrDefault(PlaceMetadata.Region) ?? cluster.Metadata?.GetValueOrDefault(PlaceMetadata.Region);

    public static IEnumerable<string> Problems(ClusterConfig cluster)
    {
        if (OwnerOf(cluster) is { } owner && (!TenantId.TryParse(owner, out var tenant) || tenant == TenantId.Operator))
            yield return $"Cluster '{cluster.ClusterId}' is given to '{owner}' in its Metadata '{PlaceMetadata.Tenant}', which is no tenant's id. Give 2 to 39 characters of [a-z0-9-].";
        if (cluster.Metadata?.GetValueOrDefault(PlaceMetadata.Region) is { } region && !TenantPlacement.IsRegion(region))
            yield return $"Cluster '{cluster.ClusterId}' has the region '{region}' in its Metadata. Give 1 to 40 characters of [a-z0-9-].";
        foreach (var (name, destination) in cluster.Destinations ?? new Dictionary<string, DestinationConfig>())
        {
            if (destination.Metadata?.GetValueOrDefault(PlaceMetadata.Region) is { } own && !TenantPlacement.IsRegion(own))
                yield return $"Destination '{name}' of cluster '{cluster.ClusterId}' has the region '{own}' in its Metadata. Give 1 to 40 characters of [a-z0-9-].";
        }
    }

    /// <summary>A route to a tenant's own cluster would send everybody there.</summary>
    public static string? Problem(RouteConfig route, IEnumerable<IProxyConfigProvider> providers)
    {
        var cluster = providers.SelectMany(provider => provider.GetConfig().Clusters).FirstOrDefault(cluster => string.Equals(cluster.ClusterId, route.ClusterId, StringComparison.OrdinalIgnoreCase));
        return cluster is not null && OwnerOf(cluster) is { } owner
            ? $"Route '{route.RouteId}' goes to the cluster '{cluster.ClusterId}', which is the tenant {owner}'s alone. Let it go to a shared cluster, and pin the tenant."
            : null;
    }
}
