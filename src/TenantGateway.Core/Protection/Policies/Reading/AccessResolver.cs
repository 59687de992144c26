using System.Collections.Immutable;
using TenantGateway.Core.Access;
using TenantGateway.Core.Protection.Policies.Documents;

namespace TenantGateway.Core.Protection.Policies.Reading;

/// <summary>Makes access rules, and refuses those that would cover nobody or nothing: they are mistakes that look like grants.</summary>
internal sealed class AccessResolver(ProblemLog log, KnownClasses classes)
{
    public AccessRules Resolve(AccessDocument document)
    {
        var at = JsonLocation.Root.Member("access");
        return new AccessRules
        {
            Reveal = [.. ResolveAll(document.Reveal, at.Member("reveal")).Select(rule => new RevealRule(rule.Grant, rule.Document.Form ?? Form.Handle))],
            Write = [.. ResolveAll(document.Write, at.Member("write")).Select(rule => rule.Grant)],
            Search = [.. ResolveAll(document.Search, at.Member("search")).Select(rule => rule.Grant)],
        };
    }

    private List<(TDocument Document, GrantRule Grant)> ResolveAll<TDocument>(TDocument?[]? documents, JsonLocation at)
        where TDocument : GrantDocument
    {
        var rules = new List<(TDocument, GrantRule)>();
        for (var i = 0; i < documents?.Length; i++)
        {
            if (documents[i] is { } document) rules.Add((document, ResolveGrant(document, at.Element(i))));
        }

        return rules;
    }

    private GrantRule ResolveGrant(GrantDocument document, JsonLocation at)
    {
        if (document is { Roles: [], Scopes: [] })
        {
            log.Report(at, "The rule has neither role nor scope, so it covers nobody.", "Name a role or a scope, or remove the rule.");
        }

        return new GrantRule(ResolveClasses(document.Classes ?? [], at.Member("classes")), Texts(document.Roles), Texts(document.Scopes));
    }

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

    private static ImmutableArray<string> Texts(string?[]? texts) => [.. (texts ?? []).OfType<string>()];
}
