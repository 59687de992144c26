using System.Collections.Frozen;

namespace TenantGateway.Core.Tenants;

/// <summary>
/// Where a tenant's requests may go: to a region, or to clusters of its own, or both; or wherever there is room. Two are equal where they let the same requests go
/// to the same places.
/// </summary>
public sealed class TenantPlacement : IEquatable<TenantPlacement>
{
    public const int MaxClusters = 100;
    public const int MaxClusterLength = 100;

    public static readonly TenantPlacement Anywhere = new(null, []);

    private readonly FrozenDictionary<string, string> _clusters;
    private readonly string _text;

    /// <param name="region">Null for any.</param>
    /// <param name="clusters">The cluster that takes the place of a route's, by the route's; empty for a tenant that has none of its own.</param>
    /// <exception cref="ArgumentException">One cluster is named twice.</exception>
    public TenantPlacement(string? region, IEnumerable<KeyValuePair<string, string>> clusters)
    {
        Region = region;
        Clusters = [.. clusters.OrderBy(pin => pin.Key, StringComparer.Ordinal)];
        // By way of a Dictionary, which refuses a second claim.
        _clusters = Clusters.ToDictionary(StringComparer.Ordinal).ToFrozenDictionary(StringComparer.Ordinal);
        _text = $"{region}\n{string.Join('\n', Clusters.Select(pin => $"{pin.Key}={pin.Value}"))}";
    }

    public string? Region { get; }

    /// <summary>By the cluster of the route.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Clusters { get; }

    /// <summary>True where it says where not to go.</summary>
    public bool IsPinned => Region is not null || Clusters.Count > 0;

    /// <summary>
    /// The cluster for requests of a route; null where there is none: whoever has clusters of its own goes nowhere else. The route's own cluster where the tenant
    /// has none, or where it is named to go there with all others.
    /// </summary>
    public string? ClusterFor(string routeCluster) => Clusters.Count == 0 ? routeCluster : _clusters.GetValueOrDefault(routeCluster);

    /// <summary>1 to 40 characters of <c>[a-z0-9-]</c>.</summary>
    public static bool IsRegion(string text) => text.Length is > 0 and <= 40 && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');

    /// <summary>1 to <see cref="MaxClusterLength"/> characters of <c>[A-Za-z0-9._-]</c>.</summary>
    public static bool IsCluster(string text) => text.Length is > 0 and <= MaxClusterLength && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-');

    public bool Equals(TenantPlacement? other) => other is not null && other._text == _text;

    public override bool Equals(object? obj) => Equals(obj as TenantPlacement);

    public override int GetHashCode() => _text.GetHashCode(StringComparison.Ordinal);
}
