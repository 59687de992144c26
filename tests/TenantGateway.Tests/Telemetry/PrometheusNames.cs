using System.Text.RegularExpressions;
using TenantGateway.Tests.Architecture;

namespace TenantGateway.Tests.Telemetry;

/// <summary>The metrics of <c>docs/telemetry.md</c> as Prometheus has them: each name of a series, and its labels.</summary>
internal static partial class PrometheusNames
{
    private static readonly string[] HistogramParts = ["_bucket", "_count", "_sum"];

    public static IReadOnlyDictionary<string, IReadOnlySet<string>> All { get; } = Read(File.ReadAllText(SourceTree.PathOf("docs", "telemetry.md")));

    private static Dictionary<string, IReadOnlySet<string>> Read(string document)
    {
        var names = new Dictionary<string, IReadOnlySet<string>>();
        foreach (Match row in OwnRow().Matches(document)) Add(names, row.Groups["name"].Value, row.Groups["kind"].Value, row.Groups["unit"].Value, row.Groups["labels"].Value);
        foreach (Match row in PlatformRow().Matches(document))
        {
            // The table does not say of what kind they are, so each may be any.
            var name = row.Groups["name"].Value;
            foreach (var unit in (string[])["s", "By", "1"])
            {
                foreach (var kind in (string[])["counter", "histogram", "gauge"]) Add(names, name, kind, unit, row.Groups["labels"].Value);
            }
        }

        return names;
    }

    private static void Add(Dictionary<string, IReadOnlySet<string>> names, string metric, string kind, string unit, string labels)
    {
        var name = metric.Replace('.', '_') + (unit switch { "s" => "_seconds", "By" => "_bytes", _ => "" });
        var known = Label().Matches(labels).Select(label => label.Groups[1].Value.Replace('.', '_')).ToHashSet();
        switch (kind)
        {
            case "counter":
                names[name + "_total"] = known;
                break;
            case "histogram":
                foreach (var part in HistogramParts) names[name + part] = known.Append("le").ToHashSet();
                break;
            default:
                names[name] = known;
                break;
        }
    }

    [GeneratedRegex(@"^\| `(?<name>tenantgateway\.[a-z_.]+)` \| (?<kind>[a-z -]+) \| `(?<unit>[^`]+)` \| (?<labels>[^|]*) \|", RegexOptions.Multiline)]
    private static partial Regex OwnRow();

    [GeneratedRegex(@"^\| `(?<name>[a-z_.]+)` \| `(Microsoft|System)[^`]*` \| (?<labels>[^|]*) \|", RegexOptions.Multiline)]
    private static partial Regex PlatformRow();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Label();
}
