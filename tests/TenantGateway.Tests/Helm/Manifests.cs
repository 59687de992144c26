using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace TenantGateway.Tests.Helm;

/// <summary>Rendered Kubernetes objects, as a cluster would read them.</summary>
internal sealed partial class Manifests(IReadOnlyList<JsonObject> all)
{
    public IReadOnlyList<JsonObject> All { get; } = all;

    /// <summary>All that runs as pods: Deployments, and what helm runs for a moment.</summary>
    public IEnumerable<Workload> Workloads => All.Where(manifest => Text(manifest, "kind") is "Deployment" or "Job" or "Pod").Select(manifest => new Workload(manifest));

    public IEnumerable<Workload> Deployments => Workloads.Where(workload => workload.Kind == "Deployment");

    /// <summary>The only one, where there is one.</summary>
    public Workload Deployment => Assert.Single(Deployments);

    public IEnumerable<JsonObject> OfKind(string kind) => All.Where(manifest => Text(manifest, "kind") == kind);

    public JsonObject Named(string kind, string name) => Assert.Single(OfKind(kind), manifest => Text(manifest, "metadata", "name") == name);

    public static Manifests Parse(string yaml)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml));
        return new Manifests([.. stream.Documents.Select(document => Assert.IsType<JsonObject>(ToJson(document.RootNode)))]);
    }

    /// <summary>The object at a path, which must be there.</summary>
    public static JsonObject Object(JsonNode node, params string[] path) => Assert.IsType<JsonObject>(At(node, path));

    /// <summary>The text at a path, which must be there and be text.</summary>
    public static string Text(JsonNode node, params string[] path) => Assert.IsAssignableFrom<JsonValue>(At(node, path)).GetValue<string>();

    /// <summary>The node at a path of names and positions, or null.</summary>
    public static JsonNode? At(JsonNode? node, params string[] path) => path.Aggregate(node, (current, step) =>
        current is JsonArray list ? list[int.Parse(step, CultureInfo.InvariantCulture)] : current?[step]);

    public static JsonNode? ToJson(YamlNode node) => node switch
    {
        YamlMappingNode map => new JsonObject(map.Children.Select(pair => KeyValuePair.Create(Name(pair.Key), ToJson(pair.Value)))),
        YamlSequenceNode list => new JsonArray([.. list.Children.Select(ToJson)]),
        YamlScalarNode scalar => ToJson(scalar),
        _ => throw new FormatException($"{node.Start}: unexpected {node.NodeType}."),
    };

    private static string Name(YamlNode key) => key is YamlScalarNode { Value: { } name } ? name : throw new FormatException($"{key.Start}: not a name.");

    /// <summary>Types plain scalars as YAML 1.1 does, which is what Kubernetes reads, and refuses those that YAML 1.2 reads otherwise.</summary>
    private static JsonNode? ToJson(YamlScalarNode scalar)
    {
        var text = scalar.Value ?? "";
        if (scalar.Style != ScalarStyle.Plain) return text;
        if (text is "" or "~" or "null") return null;
        if (text is "true" or "false") return text == "true";
        if (AmbiguousScalar().IsMatch(text)) throw new FormatException($"{scalar.Start}: quote {text}.");
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : text;
    }

    [GeneratedRegex("^(y|n|yes|no|on|off|True|False|TRUE|FALSE|Null|NULL|[-+]?0[0-9]+|[-+]?[0-9]*\\.[0-9]+|[-+]?[0-9.]+[eE][-+]?[0-9]+|0[xo].*)$", RegexOptions.IgnoreCase)]
    private static partial Regex AmbiguousScalar();
}
