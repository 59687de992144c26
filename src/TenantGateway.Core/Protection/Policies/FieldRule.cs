using TenantGateway.Core.Access;

namespace TenantGateway.Core.Protection.Policies;

/// <summary>
/// Fields of a JSON document that hold personal data. A selector that hits an object or array covers every value inside it. The rule decides whose selector
/// ends nearest to a value, and of several that end at one place the one that selects less.
/// </summary>
public sealed record FieldRule
{
    public required Selector Selector { get; init; }

    public required FieldClass Class { get; init; }

    public required TokenMode Mode { get; init; }

    /// <summary>In whose clothes its tokens go. Default: none.</summary>
    public ShapeRule? Shape { get; init; }
}

/// <summary>A query parameter that holds personal data and is searched by: it becomes the deterministic token of its value.</summary>
/// <param name="Parameter">The exact name, percent-decoded.</param>
/// <param name="Class">A class of which the policy stores searchable tokens.</param>
public sealed record QueryRule(string Parameter, FieldClass Class)
{
    /// <summary>How its service is asked while two lookup generations stand; null where the policy does not say, and no search is made then.</summary>
    public TwoTokens? TwoTokens { get; init; }
}

/// <summary>How a stored token is made.</summary>
public enum TokenMode
{
    /// <summary>A new token every time; keeps the exact literal of the value.</summary>
    Randomised,

    /// <summary>Equal strings give equal tokens, so that the service can search; tells which rows share a value.</summary>
    Deterministic,

    /// <summary>No token but a one-way pseudonym: equal for equal values, and nobody gets the value back.</summary>
    Pseudonym,

    /// <summary>Nothing: the service never gets the value.</summary>
    Removed,
}
