using System.Text.Json.Nodes;
using TenantGateway.Tests.Architecture;
using YamlDotNet.RepresentationModel;
using static TenantGateway.Tests.Helm.Manifests;

namespace TenantGateway.Tests.Helm;

/// <summary>The alerts and the dashboard of the chart.</summary>
internal static class Monitoring
{
    public static string RulesFile { get; } = SourceTree.PathOf("helm", "tenant-gateway", "files", "alerts.yaml");

    public static string DashboardFile { get; } = SourceTree.PathOf("helm", "tenant-gateway", "files", "dashboard.json");

    public static IReadOnlyList<JsonNode> Alerts { get; } = [.. At(ReadYaml(RulesFile), "groups")!.AsArray().SelectMany(group => group!["rules"]!.AsArray()).Select(rule => rule!)];

    public static JsonNode Dashboard { get; } = JsonNode.Parse(File.ReadAllText(DashboardFile))!;

    public static IReadOnlyList<JsonNode> Panels { get; } = [.. Dashboard["panels"]!.AsArray().Select(panel => panel!)];

    /// <summary>Each thing that a panel draws, with a name of its own.</summary>
    public static IReadOnlyList<Drawn> Drawings { get; } =
        [.. Panels.SelectMany(panel => (panel["targets"]?.AsArray() ?? []).Select(target => new Drawn($"panel_{panel["id"]}_{target!["refId"]}", Text(target, "expr"), Text(target, "legendFormat"))))];

    /// <summary>Every metric that an alert or a panel is about.</summary>
    public static IEnumerable<string> Metrics => Alerts.Select(alert => Text(alert, "expr")).Concat(Drawings.Select(drawn => drawn.Expression)).SelectMany(expression => new PrometheusQuery(expression).Metrics).Distinct();

    public static JsonNode ReadYaml(string file)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(File.ReadAllText(file)));
        return ToJson(stream.Documents[0].RootNode)!;
    }

    internal sealed record Drawn(string Name, string Expression, string Legend);
}
