using System.Text.RegularExpressions;
using TenantGateway.Tests.Telemetry;

namespace TenantGateway.Tests.Helm;

/// <summary>What an expression of Prometheus names: metrics, and labels. It is taken to be valid, which <c>promtool</c> checks.</summary>
internal sealed partial class PrometheusQuery
{
    // What Prometheus adds to the labels of a target in Kubernetes.
    private static readonly string[] TargetLabels = ["namespace"];

    public PrometheusQuery(string expression)
    {
        var plain = Quoted().Replace(expression, "");
        string[] lists = [.. Groupings().Matches(plain).Select(list => list.Groups[1].Value)];
        Grouped = [.. lists.SelectMany(Split)];
        Labels = [.. Grouped, .. Matchers().Matches(plain).SelectMany(matchers => Split(matchers.Groups[1].Value))];
        Metrics = [.. Metric().Matches(Matchers().Replace(Groupings().Replace(plain, ""), "")).Select(metric => metric.Value).Distinct()];
    }

    public IReadOnlyList<string> Metrics { get; }

    /// <summary>Labels that the result has.</summary>
    public IReadOnlyList<string> Grouped { get; }

    private string[] Labels { get; }

    /// <summary>Metrics that the gateway does not have, and labels that none of the metrics has.</summary>
    public IEnumerable<string> Unknown()
    {
        var known = Metrics.SelectMany(metric => PrometheusNames.All.GetValueOrDefault(metric) ?? Enumerable.Empty<string>()).Concat(TargetLabels);
        return [.. Metrics.Where(metric => !PrometheusNames.All.ContainsKey(metric)), .. Labels.Except(known)];
    }

    private static IEnumerable<string> Split(string list) =>
        list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(label => label.TrimEnd('=', '!', '~', ' '));

    [GeneratedRegex("\"[^\"]*\"")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"\b(?:by|without|on|ignoring) *\(([^)]*)\)")]
    private static partial Regex Groupings();

    [GeneratedRegex(@"\{([^}]*)\}")]
    private static partial Regex Matchers();

    [GeneratedRegex(@"\b[a-z]+_[a-z0-9_]+\b(?! *\()")]
    private static partial Regex Metric();
}
