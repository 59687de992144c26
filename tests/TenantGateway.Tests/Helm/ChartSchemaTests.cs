using System.Text.Json.Nodes;
using TenantGateway.Tests.Architecture;
using YamlDotNet.RepresentationModel;

namespace TenantGateway.Tests.Helm;

/// <summary>The schema knows exactly the chart's values, so that a misspelled one is an error and not a silent default.</summary>
public sealed class ChartSchemaTests
{
    private static readonly JsonObject Schema = JsonNode.Parse(File.ReadAllText(ChartFile("values.schema.json")))!.AsObject();

    [Fact]
    public void EveryValue_IsInTheSchema()
    {
        var values = new YamlStream();
        values.Load(new StringReader(File.ReadAllText(ChartFile("values.yaml"))));

        Assert.Empty(Unknown(Manifests.ToJson(values.Documents[0].RootNode)!.AsObject(), Schema, "values"));
    }

    [Fact]
    public void EveryObjectWithNamedMembers_IsClosed() => Assert.Empty(Open(Schema, "#"));

    [Fact]
    public void ValueThatTheSchemaLacks_IsFound()
    {
        var values = JsonNode.Parse("""{ "image": { "repository": "", "nick": "" }, "other": 1 }""")!.AsObject();

        Assert.Equal(["values.image.nick", "values.other"], Unknown(values, Schema, "values"));
    }

    [Fact]
    public void ObjectLeftOpen_IsFound()
    {
        var schema = JsonNode.Parse("""{ "properties": { "a": { "properties": {}, "additionalProperties": false } } }""")!;

        Assert.Equal(["#"], Open(schema, "#"));
    }

    /// <summary>Members that the schema does not name. A schema without names takes any: maps of the operator's own.</summary>
    private static IEnumerable<string> Unknown(JsonObject values, JsonNode schema, string path)
    {
        if (schema["properties"] is not JsonObject known) yield break;
        foreach (var (name, value) in values)
        {
            if (known[name] is not { } member) yield return $"{path}.{name}";
            else if (value is JsonObject inner)
            {
                foreach (var unknown in Unknown(inner, member, $"{path}.{name}")) yield return unknown;
            }
        }
    }

    private static IEnumerable<string> Open(JsonNode? schema, string path)
    {
        if (schema is JsonObject map && (map["properties"] ?? map["patternProperties"]) is JsonObject && map["additionalProperties"]?.ToJsonString() != "false") yield return path;
        var children = schema switch
        {
            JsonObject inner => inner.Select(pair => (Path: $"{path}/{pair.Key}", pair.Value)),
            JsonArray list => list.Select((value, index) => (Path: $"{path}/{index}", Value: value)),
            _ => [],
        };
        foreach (var open in children.SelectMany(child => Open(child.Value, child.Path))) yield return open;
    }

    private static string ChartFile(string name) => SourceTree.PathOf("helm", "tenant-gateway", name);
}
