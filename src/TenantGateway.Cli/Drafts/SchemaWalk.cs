using System.Text.Json.Nodes;

namespace TenantGateway.Cli.Drafts;

/// <summary>
/// Walks the schemas of JSON bodies and writes down what is at which path. References go to the document itself; one that comes back to itself is followed once more and no further.
/// </summary>
internal sealed class SchemaWalk(JsonObject document)
{
    private const int MaxDepth = 16;

    // Many branches with many branches each: a document that says more than this is looked at by people.
    private const int MaxSteps = 200_000;

    private readonly Dictionary<string, FoundField> _fields = new(StringComparer.OrdinalIgnoreCase);
    private readonly SortedSet<string> _unnamed = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _remarks = new(StringComparer.Ordinal);
    private readonly List<string> _entered = [];
    private int _steps;

    /// <summary>By path, in the order of paths.</summary>
    public IEnumerable<FoundField> Fields => _fields.Values.OrderBy(found => found.Path, StringComparer.Ordinal);

    /// <summary>Paths of values that nothing was guessed of.</summary>
    public IEnumerable<string> Unnamed => _unnamed.Where(path => !IsCovered(path));

    /// <summary>What was not looked at, and why.</summary>
    public IEnumerable<string> Remarks => _remarks;

    public void Remark(string remark) => _remarks.Add(remark);

    /// <summary>What a reference stands for; the node itself where it is none.</summary>
    public JsonObject? Resolve(JsonNode? node)
    {
        for (var i = 0; i < MaxDepth && node is JsonObject reference && Text(reference, "$ref") is { Length: > 0 } target; i++) node = Find(target);
        return node as JsonObject;
    }

    public void Walk(JsonNode? schema) => Visit(schema, "$", "", 0);

    /// <returns>Whether something was guessed here or below.</returns>
    private bool Visit(JsonNode? node, string path, string name, int depth)
    {
        if (node is not JsonObject schema) return false;
        if (depth > MaxDepth || ++_steps > MaxSteps)
        {
            _remarks.Add($"{path}: not looked at any deeper.");
            return false;
        }

        var found = false;
        if (Text(schema, "$ref") is { Length: > 0 } target) found |= Follow(target, path, name, depth);
        foreach (var choice in (string[])["allOf", "anyOf", "oneOf"])
        {
            foreach (var part in schema[choice] as JsonArray ?? []) found |= Visit(part, path, name, depth + 1);
        }

        foreach (var part in (schema["prefixItems"] as JsonArray ?? []).Append(schema["items"])) found |= Visit(part, path + "[*]", name, depth + 1);
        foreach (var (member, value) in schema["properties"] as JsonObject ?? []) found |= Visit(value, path + Step(member), member, depth + 1);
        if (schema["additionalProperties"] is JsonObject others) found |= Visit(others, path + ".*", name, depth + 1);
        return found | Look(schema, path, name, found);
    }

    // What is named covers all that lies inside.
    private bool IsCovered(string path) =>
        _fields.ContainsKey(path) || Enumerable.Range(1, path.Length - 1).Any(end => path[end] is '.' or '[' && _fields.ContainsKey(path[..end]));

    private bool Follow(string target, string path, string name, int depth)
    {
        if (_entered.Count(entered => entered == target) > 1)
        {
            _remarks.Add($"{path}: comes back to {target}; deeper levels are not named. A path with .. names all of them.");
            return false;
        }

        if (Find(target) is not { } schema)
        {
            _remarks.Add($"{path}: {target} is not in this document.");
            return false;
        }

        _entered.Add(target);
        var found = Visit(schema, path, name, depth + 1);
        _entered.RemoveAt(_entered.Count - 1);
        return found;
    }

    // An object or array in which nothing was recognised is taken whole, where its own name speaks for it.
    private bool Look(JsonObject schema, string path, string name, bool found)
    {
        if (path == "$" || found || schema.ContainsKey("$ref")) return false;
        var isHolder = schema.ContainsKey("items") || schema.ContainsKey("prefixItems") || Text(schema, "type") is "array";
        if (!isHolder && ClassGuess.Of(name, Text(schema, "format")) is { } guess)
        {
            if (_fields.TryGetValue(path, out var known) && (known.Path != path || known.Guess.Class != guess.Class)) _remarks.Add($"{path}: taken for {guess.Class} too; {known.Path} is {known.Guess.Class}.");
            else _fields.TryAdd(path, new FoundField(path, guess));
            return true;
        }

        if (!isHolder && schema["properties"] is null && (schema.ContainsKey("type") || schema.ContainsKey("enum"))) _unnamed.Add(path);
        return false;
    }

    private JsonObject? Find(string target)
    {
        if (!target.StartsWith("#/", StringComparison.Ordinal)) return null;
        JsonNode? node = document;
        // RFC 6901 section 4
        foreach (var part in target[2..].Split('/')) node = (node as JsonObject)?[Uri.UnescapeDataString(part).Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)];
        return node as JsonObject;
    }

    public static string Text(JsonObject from, string member) => from[member] is JsonValue value ? value.ToString() : "";

    private static string Step(string name) => name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_')
        ? $".{name}"
        : $"['{name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}']";
}

/// <summary>A place and what its values may be.</summary>
internal sealed record FoundField(string Path, ClassGuess Guess);
