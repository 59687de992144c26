using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace TenantGateway.Core.Protection.Policies;

/// <summary>A JSONPath (RFC 9535 subset): child names (<c>.name</c>, <c>['name']</c>) and wildcards (<c>[*]</c>, <c>.*</c>) after <c>$</c>.</summary>
/// <param name="Text">As written.</param>
/// <param name="Steps">At least one.</param>
public sealed record Selector(string Text, ImmutableArray<SelectorStep> Steps)
{
    public const int MaxSteps = 32;

    /// <summary>The same for every way of writing the same path: <c>$['items'][*]['email']</c> (RFC 9535 section 2.7, with wildcards).</summary>
    public string Normalized { get; } = "$" + string.Concat(Steps.Select(step => step.Name is { } name ? $"[{JsonLocation.Quote(name)}]" : "[*]"));

    /// <summary>Reads a selector; never throws.</summary>
    /// <param name="text">As a policy has it.</param>
    /// <param name="selector">Null where it is refused.</param>
    /// <param name="problem">Why it is refused, as a sentence.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out Selector? selector, [NotNullWhen(false)] out string? problem)
    {
        selector = null;
        problem = new SelectorParser(text).Parse(out var steps);
        if (problem is not null) return false;
        selector = new Selector(text, steps);
        return true;
    }
}

/// <param name="Name">The exact member name, or null for the wildcard: every member and every element.</param>
public readonly record struct SelectorStep(string? Name)
{
    public const int MaxNameBytes = 256;

    public bool IsWildcard => Name is null;
}
