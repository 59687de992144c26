using System.Collections.Immutable;
using TenantGateway.Core.Access;
using TenantGateway.Core.Protection.Policies.Documents;

namespace TenantGateway.Core.Protection.Policies.Reading;

/// <summary>Makes access rules, and refuses those that would cover nobody or nothing: they are mistakes that look like grants.</summary>
internal sealed class AccessResolver(ProblemLog log, KnownClasses classes, ActorKind? withoutToken)
{
    private static readonly JsonLocation Access = JsonLocation.Root.Member("access");

    public AccessRules Resolve(AccessDocument document)
    {
        var purposes = new PurposeResolver(log).Resolve(document.Purposes, Access.Member("purposes"));
        return new AccessRules
        {
            Reveal = [.. ResolveAll(document.Reveal, "reveal", Grant).Select(rule => new RevealRule(rule.Who, rule.Document.Form ?? Form.Handle))],
            Write = [.. ResolveAll(document.Write, "write", Grant).Select(rule => rule.Who)],
            Search = [.. ResolveAll(document.Search, "search", Grant).Select(rule => rule.Who)],
            Deny = [.. ResolveAll(document.Deny, "deny", Denial).Select(rule => new DenyRule(rule.Who, RightsOf(rule.Document)))],
            Purposes = purposes,
            Limits = ResolveLimits(document.Limits),
        };

        GrantRule Grant(GrantDocument rule, JsonLocation at) => ResolveGrant(rule, at) with { Purposes = purposes.Used(rule.Purposes, at.Member("purposes"), log) };

        GrantRule Denial(DenyDocument rule, JsonLocation at) => ResolveDenial(rule, at) with { Purposes = purposes.Used(rule.Purposes, at.Member("purposes"), log) };
    }

    private static List<(TDocument Document, GrantRule Who)> ResolveAll<TDocument>(TDocument?[]? documents, string list, Func<TDocument, JsonLocation, GrantRule> resolve)
        where TDocument : RuleDocument
    {
        var at = Access.Member(list);
        var rules = new List<(TDocument, GrantRule)>();
        for (var i = 0; i < documents?.Length; i++)
        {
            if (documents[i] is { } document) rules.Add((document, resolve(document, at.Element(i))));
        }

        return rules;
    }

    private GrantRule ResolveGrant(GrantDocument document, JsonLocation at)
    {
        // Where nobody has a token a rule names nobody, and covers whoever the route takes.
        if (withoutToken is null && document is { Roles: [], Scopes: [], Services: [] })
        {
            log.Report(at, "The rule has neither role nor scope nor service, so it covers nobody.", "Name a role, a scope or a service, or remove the rule.");
        }

        CheckLogin(document, at);
        return HolderOf(document, at) with
        {
            OpenTo = withoutToken,
            AlsoScopes = Texts(document.AlsoScopes),
            MaxLoginAge = document.MaxLoginAgeSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            StepUp = document.StepUp ?? false,
        };
    }

    private void CheckLogin(GrantDocument document, JsonLocation at)
    {
        if (document is { MaxLoginAgeSeconds: not null, Services: not [] })
        {
            log.Report(at.Member("maxLoginAgeSeconds"), "A service never logs in, so the rule covers none of the services it names.", "Give services a rule of their own.");
        }

        if (document is { StepUp: true, MaxLoginAgeSeconds: null } && !log.Names(at.Member("maxLoginAgeSeconds")))
        {
            log.Report(at.Member("stepUp"), "The rule asks for no fresh login, so there is nothing to step up to.", "Add maxLoginAgeSeconds, or remove the property.");
        }
    }

    private GrantRule ResolveDenial(DenyDocument document, JsonLocation at)
    {
        if (document is { Roles: [], Scopes: [], Services: [], Purposes: [] })
        {
            log.Report(at, "The rule names nobody and no purpose.", "Name whom it denies; what nobody may have needs no rule.");
        }

        return HolderOf(document, at);
    }

    private GrantRule HolderOf(RuleDocument document, JsonLocation at) =>
        new(ResolveClasses(document.Classes ?? [], at.Member("classes")), Texts(document.Roles), Texts(document.Scopes)) { Services = Texts(document.Services) };

    /// <summary>Classes that the policy's fields or parameters use.</summary>
    public ImmutableArray<FieldClass> ResolveClasses(string?[] names, JsonLocation at)
    {
        for (var i = 0; i < names.Length; i++)
        {
            if (names[i] is not { } name || classes.MayBeUsed(name)) continue;
            var nearest = NearestName.Find(name, classes.All);
            log.Report(at.Element(i), "No field and no parameter of this policy uses this class.",
                nearest is null ? $"Remove it. Used here: {string.Join(", ", classes.All.Order(StringComparer.Ordinal))}." : $"Did you mean {nearest}?");
        }

        return [.. names.OfType<string>().Select(FieldClass.Parse)];
    }

    private ImmutableArray<LimitRule> ResolveLimits(LimitDocument?[]? documents)
    {
        var rules = ImmutableArray.CreateBuilder<LimitRule>();
        for (var i = 0; i < documents?.Length; i++)
        {
            if (documents[i] is not { } document) continue;
            var at = Access.Member("limits").Element(i);
            var limited = ResolveClasses(document.Classes ?? [], at.Member("classes"));
            if (limited.Any(fieldClass => rules.Any(rule => rule.Classes.Contains(fieldClass)))) log.Report(at.Member("classes"), "A class is limited twice.", "Keep one of the limits.");
            if (document is { DistinctSearches: null, DistinctWrites: null } && !log.Names(at.Member("distinctSearches")) && !log.Names(at.Member("distinctWrites"))) log.Report(at, "The limit bounds nothing.", "Add distinctSearches or distinctWrites.");
            rules.Add(new LimitRule(limited, document.DistinctSearches, document.DistinctWrites, TimeSpan.FromSeconds(document.PerSeconds ?? 3600)));
        }

        return rules.ToImmutable();
    }

    private static AccessRights RightsOf(DenyDocument document) =>
        (document.Rights ?? []).Aggregate(AccessRights.None, (rights, right) => rights | right switch
        {
            DeniedRight.Reveal => AccessRights.Reveal,
            DeniedRight.Write => AccessRights.Write,
            DeniedRight.Search => AccessRights.Search,
            _ => AccessRights.None,
        });

    private static ImmutableArray<string> Texts(string?[]? texts) => [.. (texts ?? []).OfType<string>()];
}
