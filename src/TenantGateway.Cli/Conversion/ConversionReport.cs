using System.Globalization;
using Spectre.Console;
using TenantGateway.Cli.Terminal;

namespace TenantGateway.Cli.Conversion;

/// <summary>Shows what was found in rows.</summary>
internal static class ConversionReport
{
    /// <returns>0 where every row could be read and holds the tenant's whole tokens only.</returns>
    public static int Print(Printer printer, ConversionDocument report, string outcome)
    {
        var lines = new List<object>
        {
            string.Create(CultureInfo.InvariantCulture, $"{outcome} {report.Rows} rows of {report.Dataset}; {report.Malformed} malformed, {report.Damaged} damaged tokens, {report.Foreign} foreign tokens."),
        };
        if (report.Route is not null) lines.Add(string.Create(CultureInfo.InvariantCulture, $"{report.Protected} values became tokens by the policy of route {report.Route}; {report.Unprotected} rows could not be protected and are as they were."));
        if (report.Generations.Count > 0) lines.Add(TableOf(report, printer));
        if (report.Problems.Count > 0) lines.Add("Look at line " + string.Join(", ", report.Problems.Select(problem => string.Create(CultureInfo.InvariantCulture, $"{problem.Line} ({problem.Kind})"))) + ".");
        printer.Done(report, [.. lines]);
        return (int)(report.IsClean ? ExitCode.Done : ExitCode.Invalid);
    }

    private static Table TableOf(ConversionDocument report, Printer printer)
    {
        var table = Printer.Table("Generation", "Line", "State", "Before", "Rewritten", "Left", "Unreadable", "Damaged");
        foreach (var met in report.Generations)
        {
            var line = string.Create(CultureInfo.InvariantCulture, $"{met.Line ?? "unknown"} {met.Number}");
            table.AddRow([
                printer.Cell(met.KeyId), printer.Cell(line), printer.Cell(met.State ?? "unknown"),
                .. new[] { met.Before, met.Rewritten, met.Left, met.Unreadable, met.Damaged }.Select(count => printer.Cell(count.ToString(CultureInfo.InvariantCulture))),
            ]);
        }

        return table;
    }
}
