using System.Globalization;
using System.Text.Json;
using CsCheck;

namespace TenantGateway.Core.Tests.Content;

/// <summary>
/// RFC 9535 a second time and plainly: a selector as a list of segments, made at random, written down, and evaluated over a parsed tree to the places of the
/// nodes that it selects.
/// </summary>
internal sealed record PlainSelector(PlainSelector.Segment[] Segments)
{
    /// <param name="IsDescendant">RFC 9535 section 2.5.2.</param>
    /// <param name="Choices">Section 2.3.</param>
    internal sealed record Segment(bool IsDescendant, Choice[] Choices);

    /// <summary>A name, an index, a slice or, without any of them, the wildcard.</summary>
    internal sealed record Choice(string? Name = null, int? Index = null, (int? Start, int? End, int? Step)? Slice = null)
    {
        public override string ToString() => this switch
        {
            { Name: { } name } => $"'{name}'",
            { Index: { } index } => Number(index),
            { Slice: var (start, end, step) } => $"{Number(start)}:{Number(end)}{(step is null ? "" : $":{Number(step)}")}",
            _ => "*",
        };

        private static string Number(int? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";
    }

    private static readonly Gen<int?> MaybeNumber = Gen.OneOf(Gen.Const((int?)null), Gen.Int[0, 4].Select(number => (int?)number));

    private static readonly Gen<Choice> AnyChoice = Gen.Frequency(
        (5, Gen.OneOf("a", "b", "c", "dd", "\u00e9").Select(name => new Choice(Name: name))),
        (2, Gen.Const(new Choice())),
        (2, Gen.Int[0, 4].Select(index => new Choice(Index: index))),
        (2, Gen.Select(MaybeNumber, MaybeNumber, Gen.OneOf(Gen.Const((int?)null), Gen.Int[1, 3].Select(step => (int?)step)), (start, end, step) => new Choice(Slice: (start, end, step)))));

    public static readonly Gen<PlainSelector> Any =
        Gen.Select(Gen.Frequency((3, Gen.Const(false)), (1, Gen.Const(true))), AnyChoice.Array[1, 3], (isDescendant, choices) => new Segment(isDescendant, choices))
            .Array[1, 4].Select(segments => new PlainSelector(segments));

    public override string ToString() => "$" + string.Concat(Segments.Select(segment => $"{(segment.IsDescendant ? ".." : "")}[{string.Join(", ", segment.Choices.Select(choice => choice.ToString()))}]"));

    /// <summary>The places of the selected nodes, each once.</summary>
    public HashSet<string> Evaluate(JsonElement root)
    {
        IEnumerable<(string Place, JsonElement Value)> nodes = [("", root)];
        foreach (var segment in Segments)
        {
            var inputs = segment.IsDescendant ? nodes.SelectMany(WithDescendants) : nodes;
            nodes = [.. inputs.SelectMany(node => segment.Choices.SelectMany(choice => Select(node, choice)))];
        }

        return [.. nodes.Select(node => node.Place)];
    }

    public static IEnumerable<(string Place, JsonElement Value)> Children((string Place, JsonElement Value) node) => node.Value.ValueKind switch
    {
        JsonValueKind.Object => node.Value.EnumerateObject().Select(member => ($"{node.Place}/{member.Name}", member.Value)),
        JsonValueKind.Array => node.Value.EnumerateArray().Select((element, i) => (string.Create(CultureInfo.InvariantCulture, $"{node.Place}#{i}"), element)),
        _ => [],
    };

    private static IEnumerable<(string Place, JsonElement Value)> WithDescendants((string Place, JsonElement Value) node) => [node, .. Children(node).SelectMany(WithDescendants)];

    private static IEnumerable<(string Place, JsonElement Value)> Select((string Place, JsonElement Value) node, Choice choice)
    {
        if (choice is { Name: null, Index: null, Slice: null }) return Children(node);
        if (choice.Name is { } name) return node.Value.ValueKind == JsonValueKind.Object ? Children(node).Where(child => child.Place == $"{node.Place}/{name}") : [];
        if (node.Value.ValueKind != JsonValueKind.Array) return [];
        (string Place, JsonElement Value)[] elements = [.. Children(node)];
        if (choice.Index is { } index) return index < elements.Length ? [elements[index]] : [];
        var (start, end, step) = choice.Slice ?? default;
        // RFC 9535 section 2.3.4.2.2, for a positive step.
        var selected = new List<(string, JsonElement)>();
        for (var i = Math.Min(start ?? 0, elements.Length); i < Math.Min(end ?? elements.Length, elements.Length); i += step ?? 1) selected.Add(elements[i]);
        return selected;
    }
}
