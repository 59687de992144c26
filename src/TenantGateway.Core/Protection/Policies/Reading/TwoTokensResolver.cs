using System.Collections.Immutable;
using TenantGateway.Core.Protection.Policies.Documents;

namespace TenantGateway.Core.Protection.Policies.Reading;

/// <summary>Reads how a service takes two tokens, and refuses what belongs to another way or would join answers inexactly.</summary>
internal sealed class TwoTokensResolver(ProblemLog log, ImmutableArray<FieldRule> fields)
{
    public TwoTokens? Resolve(QueryDocument document, JsonLocation at)
    {
        var way = document.TwoTokens;
        if (way != TwoTokensWay.List && document.Separator is not ("," or null)) Misplaced(at.Member("separator"), "list");
        if (way != TwoTokensWay.FanOut) RefuseFanOutMembers(document, at);
        return way switch
        {
            TwoTokensWay.Repeat => new TwoTokens(TwoTokensWay.Repeat),
            TwoTokensWay.List => new TwoTokens(TwoTokensWay.List) { Separator = document.Separator is [var separator] ? separator : ',' },
            TwoTokensWay.FanOut when ReadFanOut(document, at) is { } rule => new TwoTokens(TwoTokensWay.FanOut) { FanOut = rule },
            _ => null,
        };
    }

    private void RefuseFanOutMembers(QueryDocument document, JsonLocation at)
    {
        if (document.Items is not ("" or null)) Misplaced(at.Member("items"), "fan-out");
        if (document.Id is not ("" or null)) Misplaced(at.Member("id"), "fan-out");
        if (document.Counts is { Texts: not [] }) Misplaced(at.Member("counts"), "fan-out");
        if (document.Beside is { Length: > 0 }) Misplaced(at.Member("beside"), "fan-out");
    }

    private void Misplaced(JsonLocation at, string way) =>
        log.Report(at, $"The property belongs to \"twoTokens\": \"{way}\".", "Remove it, or say so.");

    private FanOutRule? ReadFanOut(QueryDocument document, JsonLocation at)
    {
        var items = document.Items == "$" ? null : ReadPath(document.Items, at.Member("items"));
        var id = ReadPath(document.Id, at.Member("id"));
        var counts = (document.Counts ?? OneOrMany.None).Placed(at.Member("counts")).Select(count => ReadPath(count.Text, count.At)).OfType<Selector>().ToImmutableArray();
        if (id is null || (items is null && document.Items != "$")) return null;
        CheckId(items, id, at.Member("id"));
        for (var i = 0; i < counts.Length; i++) CheckCount(items, counts[i], at.Member("counts"));
        return new FanOutRule(items, id, counts, [.. (document.Beside ?? []).OfType<string>()]);
    }

    private Selector? ReadPath(string? text, JsonLocation at)
    {
        if (text is null) return null;
        if (text.Length == 0) log.Report(at, "The property is missing.", "Add it: without it two answers cannot be joined exactly.");
        else if (!Selector.TryParse(text, out var selector, out var problem)) log.Report(at, problem, "Write names only, such as $.result.items.");
        else if (!selector.IsOfNames) log.Report(at, "The path has more than names (a wildcard, number or ..), so it names no one place.", "Write names only, such as $.result.items.");
        else return selector;
        return null;
    }

    // A protected id is one token in a row that was written before, and another in the same row once it was written again.
    private void CheckId(Selector? items, Selector id, JsonLocation at)
    {
        // Null is an element of the array, which no name selects.
        string?[] path = [.. items?.Steps.Select(step => step.Name) ?? [], null, .. id.Steps.Select(step => step.Name)];
        if (fields.Any(field => Covers(field.Selector, path))) log.Report(at, "A field of the policy covers the id, so the same row has another one under each key.", "Name a member that is not protected.");
    }

    private void CheckCount(Selector? items, Selector count, JsonLocation at)
    {
        if (items is not null && count.Normalized.StartsWith(items.Normalized, StringComparison.Ordinal)) log.Report(at, "The count lies in the array of rows.", "Name a number outside of it.");
        else if (items is null) log.Report(at, "The answer is the array itself, so it holds no count.", "Remove the property.");
    }

    private static bool Covers(Selector field, string?[] path)
    {
        HashSet<int> places = [0];
        foreach (var name in path)
        {
            places = [.. places.SelectMany(place => Next(field.Steps[place], place, name))];
            if (places.Contains(field.Steps.Length)) return true;
        }

        return false;
    }

    private static IEnumerable<int> Next(SelectorStep step, int place, string? name)
    {
        if (step.IsDescendant) yield return place;
        if (name is null ? step.Choices.Any(choice => choice.IsWildcard || choice.Elements is { IsEmpty: false }) : step.SelectsMember(name)) yield return place + 1;
    }
}
