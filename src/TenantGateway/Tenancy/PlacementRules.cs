using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Tenancy;

/// <summary>Holds pins against the settings, so that one that leads nowhere is found when it is made or loaded, and not by the tenant's users.</summary>
internal sealed class PlacementRules : IPlacementRules, IDisposable
{
    private readonly string? _here;
    private readonly IDisposable _watch;
    private volatile ServicePlaces _places;

    public PlacementRules(IConfiguration configuration, IOptions<RegionOptions> options)
    {
        _here = options.Value.Region;
        _places = Read();
        _watch = ChangeToken.OnChange(configuration.GetReloadToken, () =>
        {
            _places = Read();
            Changed?.Invoke();
        });

        ServicePlaces Read() => new(configuration.GetSection("ReverseProxy"));
    }

    /// <summary>The settings were read again.</summary>
    public event Action? Changed;

    public IReadOnlyList<PlacementProblem> ProblemsOf(TenantId tenant, TenantPlacement placement)
    {
        var places = _places;
        // Another region's gateway has other services.
        if (!placement.IsPinned || places.IsEmpty || placement.Region is { } region && _here is { } here && region != here) return [];
        return [.. PinProblems(tenant, placement, places), .. RegionProblems(placement, places)];
    }

    public void Dispose() => _watch.Dispose();

    private static IEnumerable<PlacementProblem> PinProblems(TenantId tenant, TenantPlacement placement, ServicePlaces places)
    {
        foreach (var (cluster, own) in placement.Clusters)
        {
            if (!places.IsOfARoute(cluster)) yield return new PlacementProblem(cluster, "No route goes to this cluster.", $"Name one of {string.Join(", ", places.RouteClusters)}.");
            if (own == cluster) continue;
            if (places.Find(own) is not { } place) yield return new PlacementProblem(cluster, "There is no such cluster of the tenant's own.", "Add it to ReverseProxy:Clusters, with the tenant in its Metadata.");
            else if (place.Owner != tenant.Value) yield return new PlacementProblem(cluster, "The cluster is not this tenant's.", $"Set {PlaceMetadata.Tenant} in its Metadata to the tenant's id, or name a cluster that has it.");
        }
    }

    private static IEnumerable<PlacementProblem> RegionProblems(TenantPlacement placement, ServicePlaces places)
    {
        if (placement.Region is not { } region) yield break;
        foreach (var routeCluster in places.RouteClusters)
        {
            if (placement.ClusterFor(routeCluster) is not { } cluster || places.Find(cluster) is not { } place || place.Regions.Contains(region)) continue;
            yield return new PlacementProblem(
                placement.Clusters.Count == 0 ? null : routeCluster,
                $"The cluster {cluster} has no destination in the region.",
                $"Set {PlaceMetadata.Region} in the Metadata of its destinations there, or choose another region.");
        }
    }
}
