using System.Collections.Frozen;
using TenantGateway.Core.Access;
using TenantGateway.Core.Protection.Policies;

namespace TenantGateway.Cli.Trials;

/// <summary>Who sends what is tried: of the kind that the policy takes, just logged in.</summary>
internal static class TrialCaller
{
    /// <param name="policy">Says which kind of callers there are.</param>
    /// <param name="roles">Its roles; with none of them it has every role and scope by which the policy grants something and by which it denies nothing.</param>
    /// <param name="now">When it logged in.</param>
    public static Actor Of(Policy policy, IReadOnlyCollection<string> roles, DateTimeOffset now)
    {
        var kind = policy.Callers.WithoutToken() ?? (policy.Callers == PolicyCallers.Services ? ActorKind.Service : ActorKind.Person);
        IReadOnlyList<GrantRule> grants = [.. policy.Access.Reveal.Select(rule => rule.Who), .. policy.Access.Write, .. policy.Access.Search];
        var denials = policy.Access.Deny.Select(rule => rule.Who).ToList();
        return new Actor
        {
            Tenant = TrialKeys.Tenant,
            Id = new ActorId(ActorId.Prefix + new string('a', 26)),
            Kind = kind,
            Roles = roles.Count > 0 ? roles.ToFrozenSet(StringComparer.Ordinal) : Names(rule => rule.Roles),
            Scopes = roles.Count > 0 ? FrozenSet<string>.Empty : Names(rule => [.. rule.Scopes, .. rule.AlsoScopes]),
            Service = kind == ActorKind.Service ? grants.SelectMany(rule => rule.Services).FirstOrDefault() : null,
            AuthenticatedAt = kind == ActorKind.Person ? now : null,
            Evidence = kind == ActorKind.Person ? "mfa" : null,
        };

        FrozenSet<string> Names(Func<GrantRule, IEnumerable<string>> of) => grants.SelectMany(of).Except(denials.SelectMany(of)).ToFrozenSet(StringComparer.Ordinal);
    }
}
