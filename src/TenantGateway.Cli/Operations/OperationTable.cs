using Spectre.Console;
using TenantGateway.Cli.Terminal;

namespace TenantGateway.Cli.Operations;

/// <summary>Operations, one a row, or one with everything that an approver must read.</summary>
internal static class OperationTable
{
    public static Table Of(IEnumerable<OperationDocument> operations, Printer printer)
    {
        var table = Printer.Table("ID", "Kind", "Tenant", "State", "Requested by", "Requested", "Expires", "Decided by", "Outcome");
        foreach (var operation in operations)
        {
            table.AddRow(
                printer.Cell(operation.Id),
                printer.Cell(operation.Kind),
                printer.Cell(operation.Tenant),
                printer.Cell(operation.State),
                printer.Cell(operation.RequestedBy),
                printer.Cell(Moments.Text(operation.RequestedAt)),
                printer.Cell(Moments.Text(operation.ExpiresAt)),
                printer.Cell(operation.DecidedBy ?? ""),
                printer.Cell(operation.Outcome ?? ""));
        }

        return table;
    }

    /// <summary>One operation in full: its effects are what is approved, its hash is what an approval repeats.</summary>
    public static Table InFull(OperationDocument operation, Printer printer)
    {
        var table = Printer.Table("Operation", operation.Id);
        Add("Kind", operation.Kind);
        Add("Tenant", operation.Tenant);
        Add("Parameters", [.. operation.Parameters.Select(parameter => $"{parameter.Key}={parameter.Value}")]);
        Add("Effects", [.. operation.Effects.Select((effect, i) => $"{i + 1}. {effect}")]);
        Add("Reason", operation.Reason ?? "");
        Add("State", operation.State);
        Add("Requested", $"{Moments.Text(operation.RequestedAt)} by {operation.RequestedBy}");
        Add("Expires", Moments.Text(operation.ExpiresAt));
        if (operation is { DecidedAt: { } decided, DecidedBy: { } by }) Add("Decided", $"{Moments.Text(decided)} by {by}");
        if (operation.EndedAt is { } ended) Add("Ended", $"{Moments.Text(ended)}: {operation.Outcome}");
        Add("Hash", operation.Hash);
        return table;

        void Add(string name, params string[] lines) => table.AddRow(printer.Cell(name), printer.Cell(lines));
    }
}
