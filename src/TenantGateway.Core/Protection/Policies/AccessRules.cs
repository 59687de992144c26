using System.Collections.Immutable;
using TenantGateway.Core.Access;

namespace TenantGateway.Core.Protection.Policies;

/// <summary>Who may see, write and search which class, and for what. What no rule grants is not granted; what a rule denies is granted by none.</summary>
public sealed record AccessRules
{
    public required ImmutableArray<RevealRule> Reveal { get; init; }

    public required ImmutableArray<GrantRule> Write { get; init; }

    public required ImmutableArray<GrantRule> Search { get; init; }

    public ImmutableArray<DenyRule> Deny { get; init; } = [];

    /// <summary>What bounds guessing, where it differs from the defaults; one a class.</summary>
    public ImmutableArray<LimitRule> Limits { get; init; } = [];

    /// <summary>The purposes that callers may state.</summary>
    public ImmutableArray<PurposeRule> Purposes { get; init; } = [];
}

/// <summary>Grants a form.</summary>
public sealed record RevealRule(GrantRule Who, Form Form);

/// <summary>Takes rights away from whoever it covers, whatever grants them.</summary>
/// <param name="Who">Its roles and scopes cover people and services alike; with none of roles, scopes and services it covers everybody.</param>
/// <param name="Rights">What is taken away.</param>
public sealed record DenyRule(GrantRule Who, AccessRights Rights)
{
    /// <summary>Why the rule does not apply to a caller; <see cref="Unmet.None"/> where it does.</summary>
    public Unmet UnmetBy(in Caller caller)
    {
        var unmet = Who.UnmetPurpose(caller);
        return Who.IsForEverybody || Who.HoldsRoleOrScope(caller.Actor) || Who.NamesService(caller.Actor) ? unmet : unmet | Unmet.Holder;
    }
}

/// <summary>How many different values of some classes one caller may send in a time.</summary>
/// <param name="Classes">Of which classes; each counts for itself.</param>
/// <param name="Searches">By how many it may be searched; null for the default.</param>
/// <param name="Writes">How many may be written into searchable fields; null for no bound.</param>
/// <param name="Window">In which time.</param>
public sealed record LimitRule(ImmutableArray<FieldClass> Classes, int? Searches, int? Writes, TimeSpan Window);

/// <summary>A bound on different values.</summary>
public readonly record struct DistinctLimit(int Values, TimeSpan Window)
{
    /// <summary>What holds for searches where a policy says nothing.</summary>
    public static readonly DistinctLimit OfSearches = new(1_000, TimeSpan.FromHours(1));
}

/// <summary>A purpose, and whose word is taken for it.</summary>
/// <param name="Name">As callers state it.</param>
/// <param name="Who">Its holders; with none of roles, scopes and services it is every caller of the clients.</param>
/// <param name="Clients">The applications that may state it; empty for all.</param>
public sealed record PurposeRule(string Name, GrantRule Who, ImmutableArray<string> Clients)
{
    public bool Takes(Actor actor) =>
        (Who.IsForEverybody || Who.IsHeldBy(actor)) && (Clients.IsEmpty || (actor.Client is { } client && Clients.Contains(client)));
}
