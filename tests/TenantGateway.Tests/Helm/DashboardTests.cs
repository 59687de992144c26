using System.Text.Json;
using System.Text.RegularExpressions;
using TenantGateway.Tests.Demo;
using static TenantGateway.Tests.Helm.Manifests;
using static TenantGateway.Tests.Helm.Monitoring;

namespace TenantGateway.Tests.Helm;

/// <summary>Every panel of the dashboard draws something that there is.</summary>
public sealed partial class DashboardTests
{
    [PromtoolFact]
    public async Task Expressions_AreValid()
    {
        using var directory = new TemporaryDirectory();
        var rules = Path.Combine(directory.Path, "dashboard.yaml");
        var records = Drawings.Select(drawn => new { record = drawn.Name, expr = AsGrafanaAsks(drawn.Expression) });
        await File.WriteAllTextAsync(rules, JsonSerializer.Serialize(new { groups = new[] { new { name = "dashboard", rules = records } } }));

        await Promtool.AssertAcceptsAsync("check", "rules", "--lint-fatal", rules);
    }

    [Fact]
    public void Expressions_NameMetricsAndLabelsThatThereAre()
    {
        Assert.NotEmpty(Drawings);
        Assert.Empty(Drawings.SelectMany(drawn => new PrometheusQuery(drawn.Expression).Unknown().Select(unknown => $"{drawn.Name}: {unknown}")));
    }

    [Fact]
    public void Expressions_AreOfTheChosenNamespace()
    {
        var variable = Assert.Single(Dashboard["templating"]!["list"]!.AsArray(), variable => Text(variable!, "name") == "namespace");

        Assert.Contains(Text(variable!, "query"), PrometheusNamesOfTheVariable());
        Assert.All(Drawings, drawn => Assert.Equal(new PrometheusQuery(drawn.Expression).Metrics.Count, Chosen().Count(drawn.Expression)));
    }

    [Fact]
    public void Legends_NameLabelsOfWhatIsDrawn() => Assert.All(Drawings, drawn =>
        Assert.Equal(new PrometheusQuery(drawn.Expression).Grouped.Where(label => label != "le").Order(), LegendLabel().Matches(drawn.Legend).Select(label => label.Groups[1].Value).Order()));

    [Fact]
    public void Panels_HaveIdsTitlesAndPlacesOfTheirOwn()
    {
        Assert.Distinct(Panels.Select(panel => panel["id"]!.GetValue<int>()));
        Assert.Distinct(Panels.Select(panel => Text(panel, "title")));
        Assert.Distinct(Panels.SelectMany(Cells));
        Assert.All(Panels.Where(panel => Text(panel, "type") != "row"), panel => Assert.NotEmpty(panel["targets"]!.AsArray()));
    }

    private static IEnumerable<string> PrometheusNamesOfTheVariable() => Telemetry.PrometheusNames.All.Keys.Select(name => $"label_values({name}, namespace)");

    // The variables of Grafana as it replaces them.
    private static string AsGrafanaAsks(string expression) => expression.Replace("$__rate_interval", "2m", StringComparison.Ordinal).Replace("$namespace", "gateway", StringComparison.Ordinal);

    private static IEnumerable<(int, int)> Cells(System.Text.Json.Nodes.JsonNode panel)
    {
        var place = panel["gridPos"]!;
        var (x, y, width, height) = (place["x"]!.GetValue<int>(), place["y"]!.GetValue<int>(), place["w"]!.GetValue<int>(), place["h"]!.GetValue<int>());
        return Enumerable.Range(x, width).SelectMany(column => Enumerable.Range(y, height).Select(row => (column, row)));
    }

    [GeneratedRegex(@"\{namespace=""\$namespace""[,}]")]
    private static partial Regex Chosen();

    [GeneratedRegex(@"\{\{([a-z_]+)\}\}")]
    private static partial Regex LegendLabel();
}
