using System.Collections.Frozen;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Tenancy;

/// <summary>What the section <c>ReverseProxy</c> says of places at one moment; it may say nothing in a process that serves no route.</summary>
internal sealed class ServicePlaces
{
    private readonly FrozenDictionary<string, ClusterPlace> _clusters;

    public ServicePlaces(IConfigurationSection proxy)
    {
        _clusters = proxy.GetSection("Clusters").GetChildren().ToFrozenDictionary(cluster => cluster.Key, ClusterPlace.Of, StringComparer.OrdinalIgnoreCase);
        RouteClusters = [.. proxy.GetSection("Routes").GetChildren().Select(route => route["ClusterId"]).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal)];
    }

    /// <summary>The clusters that routes name.</summary>
    public IReadOnlyList<string> RouteClusters { get; }

    public bool IsEmpty => _clusters.Count == 0;

    public ClusterPlace? Find(string cluster) => _clusters.GetValueOrDefault(cluster);

    public bool IsOfARoute(string cluster) => RouteClusters.Contains(cluster, StringComparer.OrdinalIgnoreCase);
}

/// <param name="Owner">The only tenant whose requests go there; null for a cluster that is shared.</param>
/// <param name="Regions">Of its destinations.</param>
internal sealed record ClusterPlace(string? Owner, FrozenSet<string> Regions)
{
    public static ClusterPlace Of(IConfigurationSection cluster) => new(
        cluster[$"Metadata:{PlaceMetadata.Tenant}"],
        cluster.GetSection("Destinations").GetChildren()
            .Select(destination => destination[$"Metadata:{PlaceMetadata.Region}"] ?? cluster[$"Metadata:{PlaceMetadata.Region}"])
            .OfType<string>().ToFrozenSet(StringComparer.Ordinal));
}
