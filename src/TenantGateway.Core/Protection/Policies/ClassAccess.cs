using System.Collections.Immutable;
using TenantGateway.Core.Access;

namespace TenantGateway.Core.Protection.Policies;

/// <summary>The access rules of one class, each with its place in the policy. What enforces and what explains both ask here.</summary>
public sealed class ClassAccess
{
    public static readonly ClassAccess Nothing = new();

    private ClassAccess() => (Reveal, Write, Search, Deny, SearchLimit) = ([], [], [], [], DistinctLimit.OfSearches);

    internal ClassAccess(FieldClass fieldClass, AccessRules rules)
    {
        Reveal = Of(rules.Reveal, "reveal", rule => rule.Who, fieldClass);
        Write = Of(rules.Write, "write", rule => rule, fieldClass);
        Search = Of(rules.Search, "search", rule => rule, fieldClass);
        Deny = Of(rules.Deny, "deny", rule => rule.Who, fieldClass);
        var limit = rules.Limits.FirstOrDefault(rule => rule.Classes.Contains(fieldClass));
        SearchLimit = limit is { Searches: { } searches } ? new DistinctLimit(searches, limit.Window) : DistinctLimit.OfSearches;
        WriteLimit = limit is { Writes: { } writes } ? new DistinctLimit(writes, limit.Window) : null;
    }

    public ImmutableArray<PlacedRule<RevealRule>> Reveal { get; }

    public ImmutableArray<PlacedRule<GrantRule>> Write { get; }

    public ImmutableArray<PlacedRule<GrantRule>> Search { get; }

    public ImmutableArray<PlacedRule<DenyRule>> Deny { get; }

    /// <summary>How many different values one caller may search by.</summary>
    public DistinctLimit SearchLimit { get; }

    /// <summary>How many one caller may write into searchable fields; null for no bound.</summary>
    public DistinctLimit? WriteLimit { get; }

    /// <summary>Whether some callers get nothing of the class in answers.</summary>
    public bool MayBeRemoved => Reveal.Any(placed => placed.Rule.Form == Form.Remove);

    /// <summary>The most revealing form that any rule grants; a handle where none does. What a denial takes away is what would be visible.</summary>
    public FormDecision FormFor(in Caller caller)
    {
        var most = IsDenied(AccessRights.Reveal, caller) ? Form.Handle : Form.Clear;
        Form? granted = null;
        var after = default(FormDecision);
        foreach (var (_, rule) in Reveal)
        {
            if (rule.Form <= granted || rule.Form > most) continue;
            var unmet = rule.Who.UnmetBy(caller);
            if (unmet == Unmet.None) granted = rule.Form;
            else if (unmet == Unmet.Login && rule.Who.StepUp && (rule.Form > after.Form || (rule.Form == after.Form && rule.Who.MaxLoginAge > after.FreshLogin))) after = new FormDecision(rule.Form, rule.Who.MaxLoginAge);
        }

        var form = granted ?? Form.Handle;
        return new FormDecision(form, after.Form > form ? after.FreshLogin : null);
    }

    public RightDecision MayWrite(in Caller caller) => May(Write, AccessRights.Write, caller);

    public RightDecision MaySearch(in Caller caller) => May(Search, AccessRights.Search, caller);

    private RightDecision May(ImmutableArray<PlacedRule<GrantRule>> rules, AccessRights right, in Caller caller)
    {
        if (IsDenied(right, caller)) return default;
        TimeSpan? freshLogin = null;
        foreach (var (_, rule) in rules)
        {
            var unmet = rule.UnmetBy(caller);
            if (unmet == Unmet.None) return new RightDecision(true, null);
            if (unmet == Unmet.Login && rule.StepUp && (freshLogin is null || rule.MaxLoginAge > freshLogin)) freshLogin = rule.MaxLoginAge;
        }

        return new RightDecision(false, freshLogin);
    }

    private bool IsDenied(AccessRights right, in Caller caller)
    {
        foreach (var (_, rule) in Deny)
        {
            if ((rule.Rights & right) != 0 && rule.UnmetBy(caller) == Unmet.None) return true;
        }

        return false;
    }

    private static ImmutableArray<PlacedRule<TRule>> Of<TRule>(ImmutableArray<TRule> rules, string list, Func<TRule, GrantRule> who, FieldClass fieldClass) =>
        [.. rules.Select((rule, index) => new PlacedRule<TRule>($"access.{list}[{index}]", rule)).Where(placed => who(placed.Rule).Classes.Contains(fieldClass))];
}

/// <summary>A rule and where it stands in its policy.</summary>
public readonly record struct PlacedRule<TRule>(string Place, TRule Rule);

/// <summary>In which form a caller gets a value.</summary>
/// <param name="Form">Now.</param>
/// <param name="FreshLogin">The age of a login that would give more, where the policy wants callers to know; null otherwise.</param>
public readonly record struct FormDecision(Form Form, TimeSpan? FreshLogin);

/// <summary>Whether a caller has a right.</summary>
/// <param name="Granted">Now.</param>
/// <param name="FreshLogin">The age of a login that would give it, where the policy wants callers to know; null otherwise.</param>
public readonly record struct RightDecision(bool Granted, TimeSpan? FreshLogin);
