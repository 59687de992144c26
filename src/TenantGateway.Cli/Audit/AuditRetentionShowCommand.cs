using System.CommandLine;
using System.Globalization;
using Spectre.Console;
using TenantGateway.Cli.Admin;
using TenantGateway.Cli.Terminal;

namespace TenantGateway.Cli.Audit;

/// <summary><c>tgw audit retention show</c></summary>
internal sealed class AuditRetentionShowCommand(Shell shell) : AdminCommand(shell, "show", "Shows how long audit records and their sealed details are kept.")
{
    public const string Path = "admin/audit/retention";

    public override string Example => "  tgw audit retention show";

    protected override async Task<int> RunAsync(ParseResult parse, AdminClient client, Printer printer, CancellationToken cancellationToken)
    {
        if ((await client.GetAsync<RetentionDocument>(Path, cancellationToken)).Failed(out var failure, out var answer)) return printer.Fail(failure);
        var shown = answer.Value;
        var table = Printer.Table("TENANT", "RECORDS", "DETAILS", "DECIDED BY");
        foreach (var period in shown.Tenants) table.AddRow(printer.Cell(period.Tenant), printer.Cell(Days(period.RecordDays)), printer.Cell(Days(period.DetailDays)), printer.Cell(period.Operation));
        table.AddRow(printer.Cell("all others"), printer.Cell(Days(shown.RecordDays)), printer.Cell(Days(shown.DetailDays)), printer.Cell("settings"));
        return printer.Done(shown, table, string.Create(CultureInfo.InvariantCulture, $"A period of a tenant may be {shown.MinDays} to {shown.MaxDays} days."));
    }

    private static string Days(int days) => string.Create(CultureInfo.InvariantCulture, $"{days} days");
}
