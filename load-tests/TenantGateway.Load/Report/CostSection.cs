using System.Text;
using TenantGateway.Load.Series;
using static TenantGateway.Load.Report.MarkdownReport;

namespace TenantGateway.Load.Report;

/// <summary>What features cost, and how costs grow.</summary>
internal static class CostSection
{
    public static string Of(IReadOnlyList<FeatureRow> rows)
    {
        var text = new StringBuilder();
        text.AppendLine("## Cost of each feature").AppendLine();
        text.AppendLine("Bare YARP, and routes of one gateway, each of which asks for one thing more than the one above, but for the one without identity, which asks for less; what each adds is the difference. Of the proxy's processes, a request.").AppendLine();
        text.AppendLine("| | CPU, us | adds | bytes allocated | adds | PostgreSQL, us | errors |").AppendLine("|---|---|---|---|---|---|---|");
        foreach (var row in rows)
            text.AppendLine(Invariant($"| {row.Name} | {Show(row.CpuMicroseconds, 1)} | {row.AddsMicroseconds:F1} | {Show(row.Allocated)} | {row.AddsBytes:N0} | {row.DatabaseMicroseconds.Median:F1} | {row.Errors} |"));

        return text.AppendLine().AppendLine("![cost of each feature](features.svg)").AppendLine().ToString();
    }

    public static string Of(IReadOnlyList<GrowthLine> lines)
    {
        var text = new StringBuilder();
        text.AppendLine("## How costs grow").AppendLine();
        text.AppendLine(Invariant($"The power is that of the steepest step by which what is over the first point grows: 1 is linear, {GrowthLine.MostExponent} the most, 0 is a cost that stays what it is.")).AppendLine();
        text.AppendLine("| with | CPU a request, us | bytes allocated a request | power | kept |").AppendLine("|---|---|---|---|---|");
        foreach (var line in lines)
        {
            var cpu = string.Join(", ", line.Points.Select(point => Invariant($"{point.Place:N0}: {point.CpuMicroseconds:N0}")));
            var bytes = string.Join(", ", line.Points.Select(point => Invariant($"{point.Place:N0}: {point.Allocated:N0}")));
            text.AppendLine(Invariant($"| {line.Name} | {cpu.Replace(", ", "<br>", StringComparison.Ordinal)} | {bytes.Replace(", ", "<br>", StringComparison.Ordinal)} | {line.Exponent:F2} | {Kept(line.IsKept)} |"));
        }

        return text.AppendLine().ToString();
    }
}
