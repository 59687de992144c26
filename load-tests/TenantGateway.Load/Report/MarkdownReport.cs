using System.Globalization;
using System.Text;

namespace TenantGateway.Load.Report;

/// <summary>A report as people read it: tables, each held against what it is to reach, and plots beside it.</summary>
internal static class MarkdownReport
{
    public static string Of(LoadReport report)
    {
        var text = new StringBuilder();
        text.AppendLine("# Load report").AppendLine();
        text.AppendLine(Invariant($"Commit {report.Machine.Commit}, {report.Machine.At:yyyy-MM-dd HH:mm} UTC, {report.Machine.Kind}, {report.Machine.Runtime}, transparent huge pages: {report.Machine.HugePages}. Load average before the run: {report.Machine.LoadBefore:F2}."));
        text.AppendLine(Placement(report.Machine)).AppendLine();
        text.Append(PeerSection.Of(report));
        if (report.Latencies is { } latencies) text.Append(LatencySection.Of(latencies));
        if (report.Features is { } features) text.Append(CostSection.Of(features));
        if (report.Growth is { } growth) text.Append(CostSection.Of(growth));
        if (report.Neighbour is { } neighbour) text.Append(StabilitySection.Of(neighbour));
        if (report.Soak is { } soak) text.Append(StabilitySection.Of(soak));
        return text.ToString();
    }

    public static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    public static string Show(Spread spread, int digits = 0) => string.Create(
        CultureInfo.InvariantCulture, $"{Number(spread.Median, digits)} ({Number(spread.Lowest, digits)} to {Number(spread.Highest, digits)})");

    public static string Kept(bool isKept) => isKept ? "yes" : "**no**";

    private static string Number(double value, int digits) => value.ToString((digits == 0 ? "N" : "F") + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    private static string Placement(Machine machine) => machine.ProxyCores.Length == 0
        ? "Nobody is bound to a core."
        : $"Every proxy runs on core {machine.ProxyCores}, one after the other, and the gateway as two processes, of the roles proxy and admin, that are counted together; callers, service, PostgreSQL and Redis share core {machine.OtherCores}.";
}
