using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace TenantGateway.Core.Protection.Policies;

/// <summary>
/// A JSONPath (RFC 9535 without filters and without counting from the end): names, wildcards, indices, slices, several of them in one pair of brackets, and
/// descendants, after <c>$</c>.
/// </summary>
/// <param name="Text">As written.</param>
/// <param name="Steps">At least one.</param>
public sealed record Selector(string Text, ImmutableArray<SelectorStep> Steps)
{
    public const int MaxSteps = 32;

    /// <summary>The same for every way of writing the same path: <c>$['items'][*]['email']</c> (RFC 9535 section 2.7, with what selects several).</summary>
    public string Normalized { get; } = "$" + string.Concat(Steps.Select(step => step.ToString()));

    /// <summary>Whether it names one place and no other, by names alone.</summary>
    public bool IsOfNames => Steps.All(step => step.Name is not null);

    /// <summary>Whether it goes to any depth somewhere.</summary>
    public bool HasDescendants => Steps.Any(step => step.IsDescendant);

    /// <summary>Whether the other may go on where this one ends. Of those that go to any depth it is not known.</summary>
    public bool LeadsTo(Selector other) =>
        Steps.Length <= other.Steps.Length && !HasDescendants && !other.HasDescendants && Steps.Zip(other.Steps).All(pair => pair.First.Meets(pair.Second));

    /// <summary>Whether it selects nothing in any document: all that a step selects are empty slices.</summary>
    public bool IsEmpty => Steps.Any(step => step.Choices.All(choice => choice.Elements is { IsEmpty: true }));

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
