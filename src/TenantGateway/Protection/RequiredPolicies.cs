using System.Collections.Immutable;
using TenantGateway.Core.Access;

namespace TenantGateway.Protection;

/// <summary>The policies that the routes of the <c>ReverseProxy</c> section name in their metadata.</summary>
internal sealed class RequiredPolicies(IConfiguration configuration)
{
    /// <summary>The metadata key by which a route names its policy.</summary>
    public const string MetadataKey = "Policy";

    public ImmutableArray<string> Names => [.. Routes.Select(route => route.Policy).Distinct()];

    /// <summary>The routes that name one, in the order of their ids.</summary>
    public IEnumerable<(string RouteId, string Policy)> Routes =>
        from route in configuration.GetSection("ReverseProxy:Routes").GetChildren()
        let policy = route[$"Metadata:{MetadataKey}"]
        where policy is not null
        orderby route.Key
        select (route.Key, policy);

    /// <summary>What a route asks of a login; null where that cannot be read, and then no process serves it.</summary>
    public RouteLoginRule? LoginOf(string route)
    {
        var metadata = configuration.GetSection($"ReverseProxy:Routes:{route}:Metadata");
        return RouteLoginRule.Read(metadata[RouteLoginRule.MaxAgeKey], metadata[RouteLoginRule.SecondFactorKey]);
    }
}
