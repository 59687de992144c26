using TenantGateway.Core.Tenants;

namespace TenantGateway.Admin;

/// <summary>Reads where a tenant's requests may go, and asks whether there is such a place.</summary>
internal static class PlacementReader
{
    public static TenantPlacement Read(DefinitionCursor? regionPlace, DefinitionCursor? clustersPlace, TenantId? tenant, IPlacementRules rules)
    {
        var region = regionPlace is null ? null : ReadRegion(regionPlace);
        var pins = clustersPlace is null ? [] : ReadPins(clustersPlace);
        var placement = new TenantPlacement(region, pins.Select(pin => KeyValuePair.Create(pin.Cluster, pin.Own)));
        foreach (var problem in tenant is { } known ? rules.ProblemsOf(known, placement) : [])
        {
            var place = problem.Cluster is { } cluster ? pins.First(pin => pin.Cluster == cluster).Place : regionPlace;
            place?.Report(problem.Problem, problem.Remedy);
        }

        return placement;
    }

    private static string? ReadRegion(DefinitionCursor place)
    {
        if (place.AsText(TenantDefinitionReader.MaxNameLength) is not { } text) return null;
        if (TenantPlacement.IsRegion(text)) return text;
        place.Report("It is no region.", "Give 1 to 40 characters of [a-z0-9-], as destinations have it in their metadata.");
        return null;
    }

    private static List<(string Cluster, string Own, DefinitionCursor Place)> ReadPins(DefinitionCursor place)
    {
        var pins = new List<(string, string, DefinitionCursor)>();
        var owned = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (cluster, at) in place.AsMap(TenantPlacement.MaxClusters))
        {
            if (at.AsText(TenantDefinitionReader.MaxNameLength) is not { } own) continue;
            if (!TenantPlacement.IsCluster(cluster) || !TenantPlacement.IsCluster(own)) at.Report("It is no cluster.", "Give 1 to 100 characters of [A-Za-z0-9._-] each, the route's cluster and the tenant's own.");
            else if (cluster != own && !owned.Add(own)) at.Report("This cluster takes the place of another one already.", "Give each route's cluster one of its own.");
            else pins.Add((cluster, own, at));
        }

        return pins;
    }
}
