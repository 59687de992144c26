using System.Text.Json;
using System.Text.Json.Nodes;
using TenantGateway.Cli.Terminal;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace TenantGateway.Cli.Drafts;

/// <summary>Reads an OpenAPI document, JSON or YAML. What YAML says of types does not matter here: every scalar becomes a string.</summary>
internal static class OpenApiFile
{
    private const int MaxBytes = 16 * 1024 * 1024;
    private const int MaxDepth = 64;

    // Aliases make a small file say much.
    private const int MaxNodes = 500_000;

    public static Answer<JsonObject> Read(string path)
    {
        try
        {
            if (new FileInfo(path) is { Length: > MaxBytes }) return Unreadable("The file is larger than 16 MiB.");
            var text = File.ReadAllText(path);
            var root = text.AsSpan().TrimStart() is ['{', ..] ? JsonNode.Parse(text, null, new JsonDocumentOptions { MaxDepth = MaxDepth, AllowDuplicateProperties = false }) : OfYaml(text);
            return root is JsonObject document && document["openapi"] is JsonValue version && version.ToString().StartsWith("3.", StringComparison.Ordinal)
                ? document
                : Unreadable("The file is no OpenAPI document of version 3.");
        }
        catch (Exception fault) when (fault is JsonException or YamlException or InvalidDataException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            return Unreadable(fault.Message);
        }
    }

    private static JsonNode? OfYaml(string text)
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(text));
        var left = MaxNodes;
        return yaml.Documents is [var document, ..] ? Convert(document.RootNode, 0, ref left) : null;
    }

    private static JsonNode? Convert(YamlNode node, int depth, ref int left)
    {
        if (depth > MaxDepth || --left < 0) throw new InvalidDataException("The document is nested too deep, or its aliases say too much.");
        switch (node)
        {
            case YamlMappingNode mapping:
                var members = new JsonObject();
                foreach (var (name, value) in mapping.Children) members[(name as YamlScalarNode)?.Value ?? ""] = Convert(value, depth + 1, ref left);
                return members;
            case YamlSequenceNode sequence:
                var items = new JsonArray();
                foreach (var item in sequence.Children) items.Add(Convert(item, depth + 1, ref left));
                return items;
            default:
                return JsonValue.Create((node as YamlScalarNode)?.Value);
        }
    }

    private static CliFailure Unreadable(string why) => new(ExitCode.Usage, "unreadable_openapi", why, "Name an OpenAPI document of version 3.0 or 3.1, as JSON or YAML.");
}
