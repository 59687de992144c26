using System.Collections.Immutable;

namespace TenantGateway.Protection;

/// <summary>The policies that the routes of the <c>ReverseProxy</c> section name in their metadata.</summary>
internal sealed class RequiredPolicies(IConfiguration configuration)
{
    /// <summary>The metadata key by which a route names its policy.</summary>
    public const string MetadataKey = "Policy";

    public ImmutableArray<string> Names =>
    [
        .. configuration.GetSection("ReverseProxy:Routes").GetChildren()
            .Select(route => route[$"Metadata:{MetadataKey}"]).OfType<string>().Distinct(),
    ];
}
