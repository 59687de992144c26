using TenantGateway.Tests.Architecture;
using TenantGateway.Tests.Demo;
using static TenantGateway.Tests.Helm.Manifests;
using static TenantGateway.Tests.Helm.Monitoring;

namespace TenantGateway.Tests.Helm;

/// <summary>Alerts fire on what they should and on nothing else, speak of metrics that there are, and each has an entry in the runbook.</summary>
public sealed class AlertTests
{
    private static readonly string[] Cases =
        [.. ((string[])["alerts.tests.yaml", "alerts.days.tests.yaml"]).Select(file => SourceTree.PathOf("tests", "TenantGateway.Tests", "Helm", file))];

    private static IEnumerable<string> Names => Alerts.Select(alert => Text(alert, "alert"));

    [PromtoolFact]
    public async Task Rules_AreValidAndFireOnWhatTheyShould()
    {
        using var directory = new TemporaryDirectory();
        foreach (var file in Cases.Prepend(RulesFile)) File.Copy(file, Path.Combine(directory.Path, Path.GetFileName(file)));

        await Promtool.AssertAcceptsAsync("check", "rules", "--lint-fatal", RulesFile);
        await Promtool.AssertAcceptsAsync(["test", "rules", .. Cases.Select(file => Path.Combine(directory.Path, Path.GetFileName(file)))]);
    }

    [Fact]
    public void EveryAlert_IsSeenToFireAndToStayQuiet()
    {
        var cases = Cases.SelectMany(file => At(ReadYaml(file), "tests")!.AsArray()).SelectMany(test => test!["alert_rule_test"]!.AsArray())
            .Select(test => (Name: Text(test!, "alertname"), Fires: test!["exp_alerts"]!.AsArray().Count > 0)).ToHashSet();

        Assert.Equal(Names.SelectMany(name => new[] { (name, false), (name, true) }).Order(), cases.Order());
    }

    [Fact]
    public void Expressions_NameMetricsAndLabelsThatThereAre()
    {
        Assert.NotEmpty(Alerts);
        Assert.Empty(Alerts.SelectMany(alert => new PrometheusQuery(Text(alert, "expr")).Unknown().Select(unknown => $"{Text(alert, "alert")}: {unknown}")));
    }

    [Theory]
    [InlineData("rate(tenantgateway_nothing_total[5m])", "tenantgateway_nothing_total")]
    [InlineData("up == 0 or node_load1 > 3", "node_load1")]
    [InlineData("sum by (colour) (tenantgateway_overload_level)", "colour")]
    [InlineData("tenantgateway_requests_total{shape=\"round\"}", "shape")]
    public void MetricOrLabelThatThereIsNot_IsFound(string expression, string unknown) => Assert.Equal([unknown], new PrometheusQuery(expression).Unknown());

    [Fact]
    public void AlertsAndRunbook_MatchOneToOne()
    {
        var entries = Entries();

        Assert.Equal(Names.Order(), entries.Keys.Order());
        Assert.All(Alerts, alert =>
        {
            var (name, severity) = (Text(alert, "alert"), Text(alert, "labels", "severity"));
            Assert.Contains(severity, (string[])["critical", "warning", "info"]);
            Assert.Equal($"docs/operations.md#{name.ToLowerInvariant()}", Text(alert, "annotations", "runbook_url"));
            Assert.Matches($"^\\*\\*Means\\*\\* \\({severity}\\)\\. \\S.+\n\n\\*\\*Users feel\\.\\*\\* \\S.+\n\n\\*\\*Do\\.\\*\\* \\S.+$", entries[name]);
        });
    }

    private static Dictionary<string, string> Entries()
    {
        var page = File.ReadAllText(SourceTree.PathOf("docs", "operations.md"));
        var section = page[page.IndexOf("\n## Alerts\n", StringComparison.Ordinal)..];
        var end = section.IndexOf("\n## ", 1, StringComparison.Ordinal);
        return section[..(end < 0 ? section.Length : end)].Split("\n### ").Skip(1).ToDictionary(entry => entry.Split('\n')[0], entry => entry[entry.IndexOf('\n', StringComparison.Ordinal)..].Trim());
    }
}
