using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using TenantGateway.Core.Access;
using TenantGateway.Core.Protection.Policies;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Core.Protection.Explanations;

/// <summary>Tells what a caller would be given and why. Asks the same rules in the same way as what enforces them: it judges nothing itself.</summary>
public static class AccessExplainer
{
    /// <param name="policy">The policy of the route.</param>
    /// <param name="actor">Who.</param>
    /// <param name="statedPurpose">What the caller would state; null for nothing.</param>
    /// <param name="now">When.</param>
    public static AccessExplanation Explain(Policy policy, Actor actor, string? statedPurpose, DateTimeOffset now)
    {
        if (NobodyNamed(policy) is { } open) (actor, statedPurpose) = (open, null);
        var table = AccessTable.Compile(policy.Access);
        var purpose = table.AcceptPurpose(statedPurpose, actor);
        var caller = new Caller(actor, purpose, now);
        return new AccessExplanation
        {
            Policy = policy.Name,
            Entrance = EntranceOf(policy),
            Caller = new ExplainedCaller(
                actor.Kind.Word(), actor.Service, actor.Client, Sorted(actor.Roles), Sorted(actor.Scopes), actor.AuthenticatedAt is { } at ? (long)(now - at).TotalSeconds : null),
            Purpose = new ExplainedPurpose(statedPurpose, purpose is not null),
            Classes = [.. ClassesOf(policy).Select(fieldClass => Explain(fieldClass, table.Of(fieldClass), caller))],
        };
    }

    /// <summary>Whoever calls where no token is asked for: whatever token is shown, the route gives nobody more than it gives to all. Null where callers have a token.</summary>
    public static Actor? NobodyNamed(Policy policy) => policy.Callers.WithoutToken() is not { } kind ? null : new Actor
    {
        Tenant = TenantId.Operator,
        Id = policy.Signature is { } signature ? ActorId.OfWebhook(signature.Webhook) : ActorId.Anonymous,
        Kind = kind,
        Roles = [],
        Scopes = [],
        AuthenticatedAt = null,
        Evidence = null,
    };

    private static IEnumerable<FieldClass> ClassesOf(Policy policy) => policy.Fields.Select(field => field.Class)
        .Concat(policy.Form.Select(field => field.Class)).Concat(policy.Query.Select(query => query.Class))
        .Concat(policy.Path.Select(rule => rule.Class)).Concat(policy.Headers.Select(rule => rule.Class)).Concat(policy.Cookies.Select(rule => rule.Class)).Concat(policy.Classes.Select(rule => rule.Class)).Distinct();

    private static ClassExplanation Explain(FieldClass fieldClass, ClassAccess access, Caller caller)
    {
        var (form, revealLogin) = access.FormFor(caller);
        var (mayWrite, writeLogin) = access.MayWrite(caller);
        var (maySearch, searchLogin) = access.MaySearch(caller);
        TimeSpan?[] logins = [revealLogin, writeLogin, searchLogin];
        return new ClassExplanation(fieldClass.Value, caller.Actor.Kind.BearsToken() ? WordOf(form) : "withheld", mayWrite, maySearch, (long?)logins.Min()?.TotalSeconds, [.. RulesOf(access, caller)]);
    }

    private static string EntranceOf(Policy policy) => policy.Callers switch
    {
        PolicyCallers.People => "People with a token call it.",
        PolicyCallers.Services => "Registered services with a token call it.",
        PolicyCallers.Both => "People and registered services with a token call it.",
        PolicyCallers.Signature => string.Create(
            CultureInfo.InvariantCulture,
            $"Senders of the webhook {policy.Signature?.Webhook} call it without a token: each message of at most {policy.MaxBodyBytes} bytes is signed ({policy.Signature?.Scheme.ToString().ToLowerInvariant()}) and taken once."),
        PolicyCallers.Anonymous => string.Create(CultureInfo.InvariantCulture, $"Anybody calls it without a token, with at most {policy.MaxBodyBytes} bytes, and nobody is told apart."),
        _ => throw new UnreachableException(),
    };

    private static IEnumerable<RuleExplanation> RulesOf(ClassAccess access, Caller caller)
    {
        foreach (var (place, rule) in access.Deny) yield return Verdict(place, $"denies {WordsOf(rule.Rights)}", rule.UnmetBy(caller), rule.Who, caller);
        foreach (var (place, rule) in access.Reveal) yield return Verdict(place, $"gives {WordOf(rule.Form)}", rule.Who.UnmetBy(caller), rule.Who, caller);
        foreach (var (place, rule) in access.Write) yield return Verdict(place, "allows to write", rule.UnmetBy(caller), rule, caller);
        foreach (var (place, rule) in access.Search) yield return Verdict(place, "allows to search", rule.UnmetBy(caller), rule, caller);
    }

    private static RuleExplanation Verdict(string place, string effect, Unmet unmet, GrantRule rule, Caller caller) =>
        new(place, effect, unmet == Unmet.None, [.. Sentences(unmet, rule, caller)]);

    private static IEnumerable<string> Sentences(Unmet unmet, GrantRule rule, Caller caller)
    {
        if (unmet.HasFlag(Unmet.Holder)) yield return $"The caller is none of: {HoldersOf(rule)}.";
        if (unmet.HasFlag(Unmet.Scope)) yield return $"The token lacks one of the scopes {string.Join(", ", rule.AlsoScopes)}.";
        if (unmet.HasFlag(Unmet.Purpose)) yield return $"The purpose is none of: {string.Join(", ", rule.Purposes)}.";
        if (unmet.HasFlag(Unmet.Login)) yield return string.Create(CultureInfo.InvariantCulture, $"{LoginOf(caller)}, and may be {rule.MaxLoginAge?.TotalSeconds:0} s old at most.");
    }

    private static string LoginOf(Caller caller) => caller.Actor switch
    {
        { Kind: ActorKind.Service } => "A service has no login",
        { AuthenticatedAt: { } at } => string.Create(CultureInfo.InvariantCulture, $"The login is {(caller.Now - at).TotalSeconds:0} s old"),
        _ => "The token does not date the login",
    };

    private static string HoldersOf(GrantRule rule) => string.Join(", ",
        rule.Roles.Select(role => $"role {role}").Concat(rule.Scopes.Select(scope => $"scope {scope}")).Concat(rule.Services.Select(service => $"service {service}")));

    private static string WordsOf(AccessRights rights) => string.Join(", ",
        new[] { (AccessRights.Reveal, "reveal"), (AccessRights.Write, "write"), (AccessRights.Search, "search") }.Where(pair => rights.HasFlag(pair.Item1)).Select(pair => pair.Item2));

    private static string WordOf(Form form) => form switch
    {
        Form.Clear => "clear",
        Form.Mask => "mask",
        Form.Handle => "handle",
        Form.Remove => "remove",
        _ => throw new UnreachableException(),
    };

    private static ImmutableArray<string> Sorted(IEnumerable<string> texts) => [.. texts.Order(StringComparer.Ordinal)];
}
