using System.Collections.Immutable;

namespace TenantGateway.Core.Protection.Policies;

/// <summary>A JSONPath (RFC 9535 subset): child names (<c>.name</c>, <c>['name']</c>) and wildcards (<c>[*]</c>, <c>.*</c>) after <c>$</c>.</summary>
/// <param name="Text">As written.</param>
/// <param name="Steps">At least one.</param>
public sealed partial record Selector(string Text, ImmutableArray<SelectorStep> Steps)
{
    public const int MaxSteps = 32;
}

/// <param name="Name">The exact member name, or null for the wildcard: every member and every element.</param>
public readonly record struct SelectorStep(string? Name)
{
    public const int MaxNameBytes = 256;

    public bool IsWildcard => Name is null;
}
