using System.Collections.Immutable;
using TenantGateway.Core.Protection.Policies.Documents;

namespace TenantGateway.Core.Protection.Policies.Reading;

/// <summary>Makes purposes, and refuses those that anybody could state: a word that everybody may say narrows nothing.</summary>
internal sealed class PurposeResolver(ProblemLog log)
{
    public ImmutableArray<PurposeRule> Resolve(PurposeDocument?[]? documents, JsonLocation at)
    {
        var rules = ImmutableArray.CreateBuilder<PurposeRule>();
        for (var i = 0; i < documents?.Length; i++)
        {
            if (documents[i] is not { } document) continue;
            Check(document, rules, at.Element(i));
            if (document.Name is { } name && rules.All(rule => rule.Name != name)) rules.Add(new PurposeRule(name, HolderOf(document), Texts(document.Clients)));
        }

        return rules.ToImmutable();
    }

    private void Check(PurposeDocument document, IEnumerable<PurposeRule> earlier, JsonLocation at)
    {
        if (document is { Roles: [], Scopes: [], Services: [], Clients: [] }) log.Report(at, "Anybody could state the purpose.", "Name roles, scopes, services or clients that may.");
        if (earlier.Any(other => other.Name == document.Name)) log.Report(at.Member("name"), "The purpose is declared twice.", "Keep one of the declarations.");
    }

    private static GrantRule HolderOf(PurposeDocument document) => new([], Texts(document.Roles), Texts(document.Scopes)) { Services = Texts(document.Services) };

    private static ImmutableArray<string> Texts(string?[]? texts) => [.. (texts ?? []).OfType<string>()];
}

/// <summary>The purposes that a rule names.</summary>
internal static class UsedPurposes
{
    /// <summary>Reports those that the policy does not declare.</summary>
    public static ImmutableArray<string> Used(this ImmutableArray<PurposeRule> declared, string?[]? names, JsonLocation at, ProblemLog log)
    {
        for (var i = 0; i < names?.Length; i++)
        {
            if (names[i] is not { } name || declared.Any(rule => rule.Name == name)) continue;
            var nearest = NearestName.Find(name, declared.Select(rule => rule.Name));
            log.Report(at.Element(i), "The policy does not declare this purpose.", nearest is null ? "Declare it under access.purposes with whoever may state it." : $"Did you mean {nearest}?");
        }

        return [.. (names ?? []).OfType<string>()];
    }
}
