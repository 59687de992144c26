using System.Globalization;
using Spectre.Console;
using TenantGateway.Cli.Terminal;

namespace TenantGateway.Cli.Keys;

/// <summary>Generations and what becomes of them, one a row.</summary>
internal static class KeyTables
{
    public static Table Of(IEnumerable<KeyDocument> keys, Printer printer)
    {
        var table = Printer.Table("Key id", "Line", "No.", "State", "Created", "Tokens seen", "Last seen", "KEK");
        foreach (var key in keys)
        {
            table.AddRow(
                printer.Cell(key.KeyId),
                printer.Cell(key.Line),
                printer.Cell(Text(key.Number)),
                printer.Cell(StateOf(key)),
                printer.Cell(key.CreatedAt?.UtcDateTime.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture) ?? "unknown"),
                printer.Cell(Text(key.Tokens.Seen)),
                printer.Cell(Day(key.Tokens.Last)),
                printer.Cell(key.KekId));
        }

        return table;
    }

    public static Table Of(IEnumerable<KeyChangeDocument> changes, Printer printer)
    {
        var table = Printer.Table("Key id", "Line", "No.", "Now", "At once", "Later", "Tokens seen");
        foreach (var change in changes)
        {
            table.AddRow(
                printer.Cell(change.KeyId ?? "new"),
                printer.Cell(change.Line),
                printer.Cell(Text(change.Number)),
                printer.Cell(change.From ?? "-"),
                printer.Cell(change.Rewrapped ? $"{change.To}, wrapped anew" : change.To),
                printer.Cell(change.Later == change.To ? "-" : change.Later),
                printer.Cell(Text(change.Tokens.Seen)));
        }

        return table;
    }

    private static string StateOf(KeyDocument key)
    {
        var state = key.PrimaryInSeconds is { } seconds ? string.Create(CultureInfo.InvariantCulture, $"{key.State}, primary in {seconds} s") : key.State;
        return key.Compromised ? $"{state}, compromised" : state;
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "-";
}
