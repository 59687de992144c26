using System.Collections.Frozen;
using System.Collections.Immutable;
using TenantGateway.Core.Access;

namespace TenantGateway.Core.Protection.Policies;

/// <summary>The access rules of a policy, compiled: the rules of each class at hand, so that judging a value looks at no others and allocates nothing.</summary>
public sealed class AccessTable
{
    private readonly FrozenDictionary<FieldClass, ClassAccess> _classes;
    private readonly FrozenDictionary<string, PurposeRule> _purposes;

    private AccessTable(AccessRules rules)
    {
        _classes = rules.Reveal.SelectMany(rule => rule.Who.Classes)
            .Concat(rules.Write.SelectMany(rule => rule.Classes))
            .Concat(rules.Search.SelectMany(rule => rule.Classes))
            .Concat(rules.Deny.SelectMany(rule => rule.Who.Classes))
            .Concat(rules.Limits.SelectMany(rule => rule.Classes))
            .Distinct()
            .ToFrozenDictionary(fieldClass => fieldClass, fieldClass => new ClassAccess(fieldClass, rules));
        _purposes = rules.Purposes.ToFrozenDictionary(rule => rule.Name, StringComparer.Ordinal);
    }

    public static AccessTable Compile(AccessRules rules) => new(rules);

    /// <summary>The rules of a class; those of one that no rule names grant nothing.</summary>
    public ClassAccess Of(FieldClass fieldClass) => _classes.GetValueOrDefault(fieldClass, ClassAccess.Nothing);

    /// <summary>A purpose that the policy declares and lets this actor state; null otherwise, and the caller is treated as one who stated none.</summary>
    public string? AcceptPurpose(string? stated, Actor actor) =>
        stated is not null && _purposes.TryGetValue(stated, out var rule) && rule.Takes(actor) ? rule.Name : null;
}
