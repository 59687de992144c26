using System.Globalization;
using System.Text.Json;
using Spectre.Console;
using TenantGateway.Cli.Terminal;

namespace TenantGateway.Cli.Audit;

/// <summary>Audit records, one a row, or one with all that it says.</summary>
internal static class RecordTable
{
    private const int MostSubjects = 3;

    private static readonly string[] Columns = ["time", "event", "outcome", "actor", "given", "subjects", "route", "request"];

    public static Table Of(IEnumerable<RecordDocument> records, Printer printer)
    {
        var table = Printer.Table("ID", "Time", "Event", "Outcome", "Actor", "Given", "Subject", "Route", "Request");
        foreach (var record in records) table.AddRow([printer.Cell(record.Id), .. Columns.Select(column => printer.Cell(Text(record.Record, column)))]);
        return table;
    }

    /// <summary>One line, for records as they come.</summary>
    public static string Line(RecordDocument record) => string.Join("  ", Columns.Select(column => Text(record.Record, column)).Where(text => text.Length > 0).Prepend(record.Id));

    public static Table InFull(RecordDocument record, Printer printer)
    {
        var table = Printer.Table("Record", record.Id);
        table.AddRow(printer.Cell("index"), printer.Cell(record.Index.ToString(CultureInfo.InvariantCulture)));
        foreach (var member in record.Record.EnumerateObject()) table.AddRow(printer.Cell(member.Name), printer.Cell(Items(member.Value)));
        return table;
    }

    public static Table Counts(CountsDocument counts, Printer printer)
    {
        var table = Printer.Table("", "", "Records");
        table.AddRow(printer.Cell("all"), printer.Cell(""), printer.Cell(Number(counts.Total)));
        foreach (var (facet, values) in counts.Facets)
        {
            foreach (var value in values) table.AddRow(printer.Cell(facet), printer.Cell(value.Value), printer.Cell(Number(value)));
        }

        return table;
    }

    /// <summary>What is to be said beneath records: how to go on, and what is not searched yet.</summary>
    public static IEnumerable<object> Notes(RecordPageDocument page)
    {
        if (page.Items.Count == 0) yield return "No records.";
        if (page.Next is { } next) yield return $"There are more: --cursor {next}";
        // The record of this very search is among those that are not searched yet.
        if (page.LogSize - page.IndexedThrough - 1 > 1) yield return string.Create(CultureInfo.InvariantCulture, $"Not complete: the newest {page.LogSize - page.IndexedThrough - 1} records of the log are not searched yet.");
    }

    private static string Number(CountDocument count) => count.Count.ToString("n0", CultureInfo.InvariantCulture) + (count.OrMore ? "+" : "");

    private static string Text(JsonElement record, string column)
    {
        // What it is about where that is no person.
        if (!record.TryGetProperty(column, out var value) && !(column == "subjects" && record.TryGetProperty("subject", out value))) return "";
        if (value.ValueKind != JsonValueKind.Array) return Item(value);
        var items = Items(value);
        return items.Length <= MostSubjects ? string.Join(' ', items) : string.Create(CultureInfo.InvariantCulture, $"{string.Join(' ', items[..MostSubjects])} and {items.Length - MostSubjects} more");
    }

    private static string[] Items(JsonElement value) => value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray().Select(Item)] : [Item(value)];

    private static string Item(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString() ?? "",
        JsonValueKind.Object => string.Join(':', value.EnumerateObject().OrderBy(member => member.Name == "count").ThenByDescending(member => member.Name == "class").Select(member => Item(member.Value))),
        _ => value.GetRawText(),
    };
}
