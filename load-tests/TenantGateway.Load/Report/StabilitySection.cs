using System.Text;
using TenantGateway.Load.Series;
using static TenantGateway.Load.Report.MarkdownReport;

namespace TenantGateway.Load.Report;

/// <summary>Neighbours, and long runs.</summary>
internal static class StabilitySection
{
    public static string Of(NeighbourResult result)
    {
        var text = new StringBuilder();
        text.AppendLine("## A noisy neighbour").AppendLine();
        text.AppendLine(Invariant($"A tenant with a quota of {result.Quota} requests/s sends {result.Flood}; another one sends {result.Rate}, and is measured without the flood and under it by turns.")).AppendLine();
        text.AppendLine("| | p99, ms |").AppendLine("|---|---|");
        text.AppendLine(Invariant($"| without the flood | {Show(result.P99Without, 2)} |")).AppendLine(Invariant($"| under it | {Show(result.P99Under, 2)} |")).AppendLine();
        text.AppendLine(Invariant($"It rises to {result.Rise:F2} times what it was (lowest rounds); {NeighbourSeries.MostRise} is the most. Errors of the other tenant: {result.Errors}. Refused of the flood: {result.Refused.Median:P0}. Kept: {Kept(result.IsKept)}.")).AppendLine();
        return text.ToString();
    }

    public static string Of(SoakResult result)
    {
        var text = new StringBuilder();
        text.AppendLine("## Soak").AppendLine();
        text.AppendLine(Invariant($"{result.Load.Requests:N0} requests at {result.Load.Rate:N0} a second, three quarters of what the gateway gets done. The first third warms up; medians of the second and the last.")).AppendLine();
        text.AppendLine("| | second third | last third |").AppendLine("|---|---|---|");
        text.AppendLine(Invariant($"| resident memory, MB | {result.ResidentEarly.Median:N0} | {result.ResidentLate.Median:N0} |"));
        text.AppendLine(Invariant($"| second generation of the heap, MB | {result.Gen2Early.Median:F1} | {result.Gen2Late.Median:F1} |"));
        text.AppendLine(Invariant($"| open files and sockets | {result.HandlesEarly.Median:N0} | {result.HandlesLate.Median:N0} |"));
        text.AppendLine(Invariant($"| records of the audit log that its index did not hold | | {result.BehindLate.Median:N0}, of {result.MostBehind:N0} at most |")).AppendLine();
        text.AppendLine(Invariant($"p99 {result.Load.P99:F1} ms, {result.Load.Errors} errors. Kept: {Kept(result.IsKept)}.")).AppendLine().AppendLine("![memory](soak.svg)").AppendLine();
        return text.ToString();
    }
}
