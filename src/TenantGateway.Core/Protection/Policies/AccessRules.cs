using System.Collections.Immutable;
using TenantGateway.Core.Access;

namespace TenantGateway.Core.Protection.Policies;

/// <summary>Who may see, write and search which class. What no rule grants is not granted.</summary>
public sealed record AccessRules
{
    public required ImmutableArray<RevealRule> Reveal { get; init; }

    public required ImmutableArray<GrantRule> Write { get; init; }

    public required ImmutableArray<GrantRule> Search { get; init; }

    /// <summary>The most revealing form that any matching rule grants; <see cref="Form.Handle"/> where none matches.</summary>
    public Form FormFor(FieldClass fieldClass, Actor actor)
    {
        var form = Form.Handle;
        foreach (var rule in Reveal)
        {
            if (rule.Form > form && rule.Who.Covers(fieldClass, actor)) form = rule.Form;
        }

        return form;
    }

    public bool MayWrite(FieldClass fieldClass, Actor actor) => AnyCovers(Write, fieldClass, actor);

    public bool MaySearch(FieldClass fieldClass, Actor actor) => AnyCovers(Search, fieldClass, actor);

    private static bool AnyCovers(ImmutableArray<GrantRule> rules, FieldClass fieldClass, Actor actor)
    {
        foreach (var rule in rules)
        {
            if (rule.Covers(fieldClass, actor)) return true;
        }

        return false;
    }
}

/// <summary>Grants a form.</summary>
public sealed record RevealRule(GrantRule Who, Form Form);

/// <summary>Covers an actor who has one of the roles or one of the scopes, for the classes named. A rule with neither covers nobody.</summary>
public sealed record GrantRule(ImmutableArray<FieldClass> Classes, ImmutableArray<string> Roles, ImmutableArray<string> Scopes)
{
    public bool Covers(FieldClass fieldClass, Actor actor)
    {
        if (!Classes.Contains(fieldClass)) return false;
        foreach (var role in Roles)
        {
            if (actor.Roles.Contains(role)) return true;
        }

        foreach (var scope in Scopes)
        {
            if (actor.Scopes.Contains(scope)) return true;
        }

        return false;
    }
}
