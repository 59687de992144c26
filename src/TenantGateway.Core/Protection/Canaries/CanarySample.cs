using System.Text.Json;
using TenantGateway.Core.Content;
using TenantGateway.Core.Protection.Policies;

namespace TenantGateway.Core.Protection.Canaries;

/// <summary>A document made of one path of a policy, with a value at its end.</summary>
/// <param name="Document">JSON.</param>
/// <param name="Value">What stands there.</param>
/// <param name="Field">The rule that decides there, which need not be that of the path.</param>
internal sealed record CanarySample(string Document, CanaryValue Value, ProtectedField Field)
{
    /// <summary>The documents of one path: one where it goes through objects and arrays, and one more where it goes through a string that holds a document. None where it selects nothing.</summary>
    /// <param name="path">The path.</param>
    /// <param name="number">Its number, of which its value is made.</param>
    /// <param name="trie">Of the policy.</param>
    /// <param name="fields">Its rules.</param>
    public static IEnumerable<CanarySample> Of(Selector path, int number, FieldTrie trie, IReadOnlyList<ProtectedField> fields)
    {
        if (Places(path) is not { } places) yield break;
        var states = States(places, trie);
        // A text at the end of the path would have to be a document where one is expected; a number is a value everywhere.
        var isDocument = trie.IsEmbedded(states[^1]);
        var field = fields[trie.RuleAt(states[^1])];
        // What takes texts alone takes none there.
        if (isDocument && (field.Mode != TokenMode.Randomised || field.Type is ValueKind.Text or ValueKind.Date)) yield break;
        var value = CanaryValue.Of(field, number, isDocument);
        yield return new CanarySample(Build(places, value.Literal, inString: -1), value, field);
        var embedded = Array.FindIndex(states, 0, places.Length, trie.IsEmbedded);
        if (embedded >= 0) yield return new CanarySample(Build(places, value.Literal, embedded), value, field);
    }

    // What any name would do for goes through an array: an invented name could be a variant of one that is spelt elsewhere.
    private static Place[]? Places(Selector path)
    {
        var places = new Place[path.Steps.Length];
        for (var i = 0; i < places.Length; i++)
        {
            StepChoice[] choices = [.. path.Steps[i].Choices.Where(choice => choice.Elements is not { IsEmpty: true })];
            if (choices.Length == 0) return null;
            places[i] = new Place(choices[0].Name, choices[0].Elements?.Start ?? 0);
        }

        return places;
    }

    private static int[] States(Place[] places, FieldTrie trie)
    {
        var states = new int[places.Length + 1];
        states[0] = FieldTrie.Root;
        for (var i = 0; i < places.Length; i++)
        {
            if (places[i].Name is { } name) trie.Follow(states[i], System.Text.Encoding.UTF8.GetBytes(name), out states[i + 1]);
            else states[i + 1] = trie.CountsElements(states[i]) ? trie.Element(states[i], (ulong)places[i].Index) : trie.Other(states[i]);
        }

        return states;
    }

    private static string Build(Place[] places, string literal, int inString)
    {
        var json = literal;
        for (var i = places.Length - 1; i >= 0; i--)
        {
            json = places[i].Name is { } name
                ? $"{{{JsonSerializer.Serialize(name)}:{json}}}"
                : $"[{string.Concat(Enumerable.Repeat("null,", places[i].Index))}{json}]";
            if (i == inString) json = JsonSerializer.Serialize(json);
        }

        return json;
    }

    private readonly record struct Place(string? Name, int Index);
}
