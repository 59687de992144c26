using System.Collections.Immutable;
using TenantGateway.Core.Access;
using TenantGateway.Core.Protection.Policies.Documents;

namespace TenantGateway.Core.Protection.Policies.Reading;

/// <summary>Makes parameter rules, and refuses searches that could find nothing, or half of what there is.</summary>
internal sealed class QueryResolver(ProblemLog log, KnownClasses classes, ImmutableArray<FieldRule> fields)
{
    public ImmutableArray<QueryRule> Resolve(QueryDocument?[] documents)
    {
        var rules = ImmutableArray.CreateBuilder<QueryRule>();
        var parameters = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < documents.Length; i++)
        {
            if (documents[i] is not { } document) continue;
            var at = JsonLocation.Root.Member("query").Element(i);
            CheckParameter(document, parameters, at);
            var twoTokens = new TwoTokensResolver(log, fields).Resolve(document, at);
            if (twoTokens is { FanOut: not null } && rules.Any(rule => rule.TwoTokens is { FanOut: not null }))
            {
                log.Report(at.Member("twoTokens"), "Another parameter of the policy fans out, and a search by both would have to be asked four times.",
                    "Give each a route and policy of its own.");
            }

            if (document is { Parameter: { } name, Class: { } text }) rules.Add(new QueryRule(name, FieldClass.Parse(text)) { TwoTokens = twoTokens });
        }

        return rules.ToImmutable();
    }

    private void CheckParameter(QueryDocument document, HashSet<string> parameters, JsonLocation at)
    {
        if (document.Parameter is { } parameter && !parameters.Add(parameter))
        {
            log.Report(at.Member("parameter"), "The parameter occurs twice, or differs from another only in case.", "Keep one of them; services read names both ways.");
        }

        if (document.Class is { } stored && !classes.MayBeCompared(stored))
        {
            log.Report(at.Member("class"), "No searchable field and no pseudonym of this policy holds this class, so a search would find nothing.",
                "Make the field searchable (\"protection\": \"searchable\"), or remove the parameter.");
        }
    }
}
