using System.Collections.Immutable;
using TenantGateway.Core.Access;

namespace TenantGateway.Core.Protection.Policies;

/// <summary>
/// Covers people who have one of the roles or one of the scopes, and services by their names, where every condition beside holds. A role or scope
/// alone never covers a service: what is granted to people is not thereby granted to machines.
/// </summary>
public sealed record GrantRule(ImmutableArray<FieldClass> Classes, ImmutableArray<string> Roles, ImmutableArray<string> Scopes)
{
    /// <summary>How far the clocks of whoever dates logins may be ahead: no issuer is allowed more.</summary>
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(5);

    /// <summary>Registered names of services.</summary>
    public ImmutableArray<string> Services { get; init; } = [];

    /// <summary>Scopes that are needed besides, all of them.</summary>
    public ImmutableArray<string> AlsoScopes { get; init; } = [];

    /// <summary>Purposes, one of which must be stated; empty where none is needed.</summary>
    public ImmutableArray<string> Purposes { get; init; } = [];

    /// <summary>The oldest login that will do; null where any does.</summary>
    public TimeSpan? MaxLoginAge { get; init; }

    /// <summary>Whether a caller is told that a fresh login would do.</summary>
    public bool StepUp { get; init; }

    /// <summary>Set where the route's callers have no token by which a rule could name them: then it covers all of that kind, and nobody else.</summary>
    public ActorKind? OpenTo { get; init; }

    /// <summary>True where nobody is named.</summary>
    public bool IsForEverybody => Roles.IsEmpty && Scopes.IsEmpty && Services.IsEmpty;

    /// <summary>Why the rule does not cover a caller; <see cref="Unmet.None"/> where it does.</summary>
    public Unmet UnmetBy(in Caller caller)
    {
        var unmet = UnmetPurpose(caller);
        if (!IsHeldBy(caller.Actor)) unmet |= Unmet.Holder;
        foreach (var scope in AlsoScopes)
        {
            if (!caller.Actor.Scopes.Contains(scope)) unmet |= Unmet.Scope;
        }

        return MaxLoginAge is { } age && !IsFresh(caller, age) ? unmet | Unmet.Login : unmet;
    }

    internal bool IsHeldBy(Actor actor) => actor.Kind switch
    {
        ActorKind.Person => HoldsRoleOrScope(actor),
        ActorKind.Service => NamesService(actor),
        ActorKind.Webhook or ActorKind.Anonymous => OpenTo == actor.Kind,
        _ => false,
    };

    internal bool NamesService(Actor actor) => actor is { Kind: ActorKind.Service, Service: { } service } && Services.Contains(service);

    internal bool HoldsRoleOrScope(Actor actor)
    {
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

    internal Unmet UnmetPurpose(in Caller caller) => Purposes.IsEmpty || (caller.Purpose is { } purpose && Purposes.Contains(purpose)) ? Unmet.None : Unmet.Purpose;

    private static bool IsFresh(in Caller caller, TimeSpan maxAge) =>
        caller.Actor is { Kind: ActorKind.Person, AuthenticatedAt: { } at } && at - caller.Now <= ClockSkew && caller.Now - at <= maxAge;
}
