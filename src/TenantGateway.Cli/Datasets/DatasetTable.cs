using System.Globalization;
using Spectre.Console;
using TenantGateway.Cli.Terminal;

namespace TenantGateway.Cli.Datasets;

/// <summary>Shows datasets.</summary>
internal static class DatasetTable
{
    public static Table Of(IEnumerable<DatasetDocument> datasets, Printer printer)
    {
        var table = Printer.Table("Name", "Last looked at", "Rows", "Tokens left");
        foreach (var dataset in datasets)
        {
            var run = dataset.LastRun;
            table.AddRow(
                printer.Cell(dataset.Name),
                printer.Cell(run is null ? "never" : run.BeganAt.ToString("u", CultureInfo.InvariantCulture)),
                printer.Cell(run is null ? "" : run.Rows.ToString(CultureInfo.InvariantCulture)),
                printer.Cell(run is null ? [""] : run.Generations.Where(met => met.Left > 0).Select(met => string.Create(CultureInfo.InvariantCulture, $"{met.Line} {met.Number} ({met.State}): {met.Left}"))));
        }

        return table;
    }
}
