using System.Collections.Immutable;

namespace TenantGateway.Core.Protection.Policies;

/// <summary>One segment of a path (RFC 9535 section 2.5): which children it selects.</summary>
/// <param name="Choices">At least one; a child that any of them selects is selected.</param>
/// <param name="IsDescendant">Whether the children of everything below are selected too (<c>..</c>).</param>
public readonly record struct SelectorStep(ImmutableArray<StepChoice> Choices, bool IsDescendant = false)
{
    public const int MaxNameBytes = 256;

    /// <summary>More selectors than this in one pair of brackets are refused.</summary>
    public const int MaxChoices = 64;

    /// <param name="name">The exact member name, or null for the wildcard.</param>
    public SelectorStep(string? name)
        : this([new StepChoice(name)])
    {
    }

    /// <summary>The name, where the step selects nothing but the member of one name.</summary>
    public string? Name => !IsDescendant && Choices is [{ Name: { } name }] ? name : null;

    /// <summary>Whether it selects every child of a value that it is asked for.</summary>
    public bool TakesAll => Choices.Any(choice => choice.IsWildcard);

    /// <summary>Whether it is a wildcard (<c>.*</c>, <c>[*]</c>) of one level.</summary>
    public bool IsWildcard => !IsDescendant && TakesAll;

    /// <summary>Whether it selects one child at most.</summary>
    public bool IsExact => !IsDescendant && Choices is [var only] && only.IsExact;

    /// <param name="name">Null for a name that no selector spells.</param>
    public bool SelectsMember(string? name)
    {
        foreach (var choice in Choices)
        {
            if (choice.IsWildcard || (name is not null && choice.Name == name)) return true;
        }

        return false;
    }

    public bool SelectsElement(long index)
    {
        foreach (var choice in Choices)
        {
            if (choice.IsWildcard || choice.Elements?.Contains(index) == true) return true;
        }

        return false;
    }

    /// <summary>Whether both can select the same child of one value.</summary>
    public bool Meets(SelectorStep other)
    {
        foreach (var choice in Choices)
        {
            foreach (var another in other.Choices)
            {
                if (choice.Meets(another)) return true;
            }
        }

        return false;
    }

    /// <summary>As in a normalized path; what is written in several ways or orders has one text.</summary>
    public override string ToString()
    {
        var texts = Choices.Select(choice => choice.ToString()).Distinct().Order(StringComparer.Ordinal);
        return $"{(IsDescendant ? ".." : "")}[{(TakesAll ? "*" : string.Join(',', texts))}]";
    }
}

/// <summary>What one selector in brackets selects (RFC 9535 section 2.3).</summary>
/// <param name="Name">A member by its exact name.</param>
/// <param name="Elements">Elements of an array. Without a name and elements it is the wildcard: every member and every element.</param>
public readonly record struct StepChoice(string? Name, ElementRange? Elements = null)
{
    public bool IsWildcard => Name is null && Elements is null;

    /// <summary>Whether it selects one child at most.</summary>
    public bool IsExact => Name is not null || (Elements is { End: { } end, Start: var start } && end <= start + 1);

    public bool Meets(StepChoice other) =>
        IsWildcard || other.IsWildcard || (Name is not null && Name == other.Name) || (Elements is { } some && other.Elements is { } others && some.Meets(others));

    public override string ToString() => Name is not null ? JsonLocation.Quote(Name) : Elements?.ToString() ?? "*";
}
