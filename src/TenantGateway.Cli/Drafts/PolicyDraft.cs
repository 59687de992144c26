using System.Text.Json.Nodes;

namespace TenantGateway.Cli.Drafts;

/// <summary>Proposes a policy from an OpenAPI document: every JSON body of every operation is looked at, and every query parameter.</summary>
internal sealed class PolicyDraft(JsonObject document)
{
    // Of these classes nobody finds the value by trying a few.
    private static readonly string[] Searched = ["email", "phone"];

    private readonly SchemaWalk _walk = new(document);
    private readonly SortedDictionary<string, string> _query = new(StringComparer.Ordinal);

    public SchemaWalk Walk => _walk;

    /// <param name="name">Of the policy.</param>
    /// <param name="role">Who sees, writes and searches everything; null for nobody.</param>
    /// <returns>Null where nothing looks like personal data.</returns>
    public JsonObject? Make(string name, string? role)
    {
        foreach (var (_, item) in document["paths"] as JsonObject ?? []) LookAt(_walk.Resolve(item));
        var fields = _walk.Fields.ToList();
        if (fields.Count == 0) return null;

        var query = _query.Where(parameter => fields.Any(field => field.Guess.Class == parameter.Value)).ToList();
        foreach (var (parameter, _) in _query.Except(query)) _walk.Remark($"?{parameter}: searches by a class that no body holds, and is not named.");
        var searched = query.Select(parameter => parameter.Value).ToHashSet();
        var policy = new JsonObject
        {
            ["name"] = name,
            ["description"] = "Drafted from an OpenAPI document: every class is a guess.",
            ["fields"] = new JsonArray([.. fields.GroupBy(field => field.Guess.Class).Select(group => Field(group, searched.Contains(group.Key)))]),
        };
        if (query.Count > 0) policy["query"] = new JsonArray([.. query.Select(parameter => new JsonObject { ["parameter"] = parameter.Key, ["class"] = parameter.Value })]);
        if (role is not null) policy["access"] = Access(role, [.. fields.Select(field => field.Guess.Class).Distinct()], searched);
        return policy;
    }

    private void LookAt(JsonObject? path)
    {
        foreach (var (method, node) in path ?? [])
        {
            if (method == "parameters") LookAtParameters(node);
            if (method is not ("get" or "put" or "post" or "delete" or "options" or "head" or "patch" or "trace") || node is not JsonObject operation) continue;
            LookAtParameters(operation["parameters"]);
            LookAtContent(_walk.Resolve(operation["requestBody"]));
            foreach (var (_, response) in operation["responses"] as JsonObject ?? []) LookAtContent(_walk.Resolve(response));
        }
    }

    private void LookAtParameters(JsonNode? parameters)
    {
        foreach (var parameter in (parameters as JsonArray ?? []).Select(_walk.Resolve).OfType<JsonObject>())
        {
            var (name, place) = (SchemaWalk.Text(parameter, "name"), SchemaWalk.Text(parameter, "in"));
            var format = _walk.Resolve(parameter["schema"]) is { } schema ? SchemaWalk.Text(schema, "format") : "";
            if (ClassGuess.Of(name, format) is not { } guess) continue;
            if (place == "query" && Searched.Contains(guess.Class)) _query[name] = guess.Class;
            else _walk.Remark($"{place} parameter {name}: looks like {guess.Class}, and is not named.");
        }
    }

    private void LookAtContent(JsonObject? body)
    {
        foreach (var (type, media) in body?["content"] as JsonObject ?? [])
        {
            if (type.Contains("json", StringComparison.OrdinalIgnoreCase)) _walk.Walk((media as JsonObject)?["schema"]);
            else _walk.Remark($"{type}: bodies of this type are not looked at.");
        }
    }

    private static JsonObject Field(IGrouping<string, FoundField> group, bool isSearched)
    {
        var field = new JsonObject { ["select"] = new JsonArray([.. group.Select(found => JsonValue.Create(found.Path))]), ["class"] = group.Key };
        if (isSearched) field["protection"] = "searchable";
        return field;
    }

    private static JsonObject Access(string role, IReadOnlyList<string> classes, IReadOnlyCollection<string> searched)
    {
        var access = new JsonObject { ["reveal"] = new JsonArray(Grant(classes, ("form", "clear"))), ["write"] = new JsonArray(Grant(classes)) };
        if (searched.Count > 0) access["search"] = new JsonArray(Grant(searched));
        return access;

        JsonObject Grant(IEnumerable<string> of, params (string Name, string Value)[] more)
        {
            var rule = new JsonObject { ["classes"] = new JsonArray([.. of.Select(one => JsonValue.Create(one))]), ["roles"] = new JsonArray(role) };
            foreach (var (name, value) in more) rule[name] = value;
            return rule;
        }
    }
}
