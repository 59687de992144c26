using System.CommandLine;
using System.Globalization;
using Spectre.Console;
using TenantGateway.Cli.Admin;
using TenantGateway.Cli.Terminal;

namespace TenantGateway.Cli.Audit;

/// <summary><c>tgw audit hold list</c></summary>
internal sealed class AuditHoldListCommand(Shell shell) : AdminCommand(shell, "list", "Shows whose audit records are held.")
{
    public override string Example => "  tgw audit hold list";

    protected override async Task<int> RunAsync(ParseResult parse, AdminClient client, Printer printer, CancellationToken cancellationToken)
    {
        if ((await client.GetAsync<RetentionDocument>(AuditRetentionShowCommand.Path, cancellationToken)).Failed(out var failure, out var answer)) return printer.Fail(failure);
        var table = Printer.Table("TENANT", "SINCE", "BY");
        foreach (var hold in answer.Value.Holds) table.AddRow(printer.Cell(hold.Tenant), printer.Cell(hold.Since.ToString("u", CultureInfo.InvariantCulture)), printer.Cell(hold.By));
        return printer.Done(answer.Value.Holds, table);
    }
}
