using TenantGateway.Load.Series;

namespace TenantGateway.Load.Processes;

/// <summary>What is particular about a gateway.</summary>
internal sealed record GatewayPlan
{
    /// <summary>The directory of another build of the gateway; null for the one that was built with this.</summary>
    public string? Build { get; init; }

    /// <summary>Those that are provisioned, each with keys of its own.</summary>
    public IReadOnlyList<string> Tenants { get; init; } = [LoadWorld.Tenant];

    /// <summary>How many there are besides, under the key-encryption key of the first.</summary>
    public int MoreTenants { get; init; }

    /// <summary>By name, which is that of a route too: <c>/NAME/...</c>.</summary>
    public IReadOnlyDictionary<string, string> Policies { get; init; } = new Dictionary<string, string> { [LoadWorld.Route] = Contact.Policy };

    /// <summary>They overrule all others.</summary>
    public IReadOnlyDictionary<string, string?> Settings { get; init; } = new Dictionary<string, string?>();

    /// <summary>The one that everything is measured at which needs none of its own.</summary>
    public static GatewayPlan Main { get; } = new()
    {
        Tenants = [LoadWorld.Tenant, NeighbourSeries.Noisy],
        Policies = FeatureSteps.WithPolicy.ToDictionary(step => step.Policy, step => step.Text).Append(new(LoadWorld.Route, Contact.Policy)).ToDictionary(),
        Settings = NeighbourSeries.Settings,
    };
}
