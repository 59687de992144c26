namespace TenantGateway.Core.Coverage;

/// <summary>How often something happened to the traffic of a route on one day. Names no tenant, no actor and no value.</summary>
/// <param name="Day">In UTC.</param>
/// <param name="Route">The id of the route.</param>
/// <param name="What">What happened.</param>
/// <param name="Detail">To what: words of the gateway and of policies, or a path in names that may be shown; empty where there is nothing to say.</param>
/// <param name="Count">How often.</param>
public sealed record CoverageCount(DateOnly Day, string Route, CoverageKind What, string Detail, long Count);

/// <summary>How often something happened to the traffic of a route on several days.</summary>
/// <param name="Route">The id of the route.</param>
/// <param name="What">What happened.</param>
/// <param name="Detail">To what, as in a <see cref="CoverageCount"/>.</param>
/// <param name="Count">How often.</param>
public sealed record CoverageTotal(string Route, CoverageKind What, string Detail, long Count);

/// <summary>What happens to traffic.</summary>
public enum CoverageKind
{
    /// <summary>A body; direction and treatment.</summary>
    Body,

    /// <summary>A value became a token; its class.</summary>
    Protected,

    /// <summary>A value was rendered for a caller; class and form.</summary>
    Given,

    /// <summary>A value was found where no rule names any; its class.</summary>
    Found,

    /// <summary>A value that no rule names was seen in one of the documents that are looked at for that; its path.</summary>
    Unlisted,

    /// <summary>A clear value lay in a service's answer where a token belongs.</summary>
    ClearAtRest,

    /// <summary>A token of another tenant was met.</summary>
    ForeignToken,

    /// <summary>A token that does not open was met.</summary>
    DamagedToken,

    /// <summary>A clear value passed where a policy observes; direction and class.</summary>
    Observed,

    /// <summary>Something passed where a policy observes that would have been refused; direction and reason.</summary>
    WouldRefuse,
}
