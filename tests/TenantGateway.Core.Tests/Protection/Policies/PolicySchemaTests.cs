using System.Text.Json;
using System.Text.Json.Nodes;
using TenantGateway.Core.Protection.Policies.Reading;
using static TenantGateway.Core.Tests.Protection.Policies.SamplePolicies;

namespace TenantGateway.Core.Tests.Protection.Policies;

public class PolicySchemaTests
{
    /// <summary>With UPDATE_DOCS=1 in the environment the published file is written anew.</summary>
    [Fact]
    public void PublishedSchema_IsTheOneOfTheCode()
    {
        var published = Path.Combine(RepositoryRoot(), "docs", "policy.schema.json");
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1") File.WriteAllText(published, PolicySchema.Text);
        Assert.Equal(PolicySchema.Text, File.ReadAllText(published));
    }

    [Fact]
    public void PolicyReference_ShowsOnlyValidPolicies()
    {
        var reference = File.ReadAllText(Path.Combine(RepositoryRoot(), "docs", "policy.md"));
        var open = File.ReadAllText(Path.Combine(RepositoryRoot(), "docs", "webhooks.md"));
        var examples = (reference + open).Split("```json\n").Skip(1).Select(rest => rest[..rest.IndexOf("```", StringComparison.Ordinal)]).Where(example => example.Contains("\"name\"", StringComparison.Ordinal)).ToList();

        Assert.NotEmpty(examples);
        Assert.All(examples, example => Assert.Empty(PolicyReader.Read("policy.md", Bytes(example)).Problems));
    }

    [Fact]
    public void Schema_ListsExactlyThePropertiesThatTheReaderAccepts()
    {
        var listed = Listed(JsonNode.Parse(PolicySchema.Text)!.AsObject(), "$").ToHashSet();
        var accepted = Written(JsonDocument.Parse(Full).RootElement, "$").Concat(Written(JsonDocument.Parse(Signed).RootElement, "$")).ToHashSet();

        foreach (var whole in new[] { Full, Signed }) Assert.Empty(PolicyReader.Read("whole.json", Bytes(whole)).Problems);
        Assert.Equal(accepted.Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void EveryObjectOfTheSchema_IsClosed_AndSoIsTheReader()
    {
        foreach (var (at, schema) in Objects(JsonNode.Parse(PolicySchema.Text)!.AsObject(), "$"))
        {
            Assert.False(schema["additionalProperties"]!.GetValue<bool>(), at);
        }

        var open = Full.Replace("{", "{ \"unknown\": 1,", StringComparison.Ordinal);
        var refused = PolicyReader.Read("open.json", Bytes(open)).Problems;
        Assert.Equal(Full.Count(c => c == '{'), refused.Count(problem => problem.Path.EndsWith(".unknown", StringComparison.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(SamplePolicies.All), MemberType = typeof(SamplePolicies))]
    public void Sample_HasWhatTheSchemaRequires_AndTheReaderTakesIt(string sample)
    {
        var written = Written(JsonDocument.Parse(sample).RootElement, "$").ToHashSet();
        var root = JsonNode.Parse(PolicySchema.Text)!.AsObject();

        Assert.Empty(PolicyReader.Read("sample.json", Bytes(sample)).Problems);
        Assert.All(root["required"]!.AsArray(), name => Assert.Contains($"$.{name}", written));
        Assert.Subset(Listed(root, "$").ToHashSet(), written);
    }

    private static IEnumerable<string> Listed(JsonObject root, string at) =>
        Objects(root, at).SelectMany(entry => entry.Schema["properties"]!.AsObject().Select(property => $"{entry.At}.{property.Key}"));

    private static IEnumerable<(string At, JsonObject Schema)> Objects(JsonObject schema, string at, JsonObject? root = null)
    {
        root ??= schema;
        if (schema["$ref"] is { } reference) schema = Follow(root, reference.GetValue<string>());
        if (schema["items"] is JsonObject items)
        {
            foreach (var entry in Objects(items, at, root)) yield return entry;
        }

        if (schema["properties"] is not JsonObject properties) yield break;
        yield return (at, schema);
        foreach (var (name, property) in properties)
        {
            foreach (var entry in Objects(property!.AsObject(), $"{at}.{name}", root)) yield return entry;
        }
    }

    private static JsonObject Follow(JsonObject root, string reference) =>
        reference.Split('/').Skip(1).Aggregate((JsonNode)root, (node, name) => node[name]!).AsObject();

    private static IEnumerable<string> Written(JsonElement value, string at) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().SelectMany(property => Written(property.Value, $"{at}.{property.Name}").Prepend($"{at}.{property.Name}")),
        JsonValueKind.Array => value.EnumerateArray().SelectMany(element => Written(element, at)),
        _ => [],
    };

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "TenantGateway.sln"))) folder = folder.Parent ?? throw new InvalidOperationException("The tests do not lie in the repository.");
        return folder.FullName;
    }
}
