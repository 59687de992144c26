using System.CommandLine;
using System.Globalization;
using Spectre.Console;
using TenantGateway.Cli.Admin;
using TenantGateway.Cli.Terminal;

namespace TenantGateway.Cli.Audit;

/// <summary><c>tgw audit alarms</c></summary>
internal sealed class AuditAlarmsCommand : AdminCommand
{
    private readonly Option<string?>[] _parameters =
    [
        Parameter("tenant", "TENANT", "Whose alarms; operator for those about the log itself. Left out, all."),
        Parameter("kind", "KIND", "The kind, such as first_reveal or cross_tenant_attempt."),
        Parameter("from", "TIME", "From this moment on, such as 2026-01-31T12:00:00Z."),
        Parameter("to", "TIME", "Before this moment."),
        Parameter("limit", "N", "How many, 1 to 500; 50 where it is left out."),
        Parameter("cursor", "CURSOR", "Where it goes on, as the page before says."),
    ];

    public AuditAlarmsCommand(Shell shell)
        : base(shell, "alarms", "Lists alarms, the newest first. Takes the role security-reviewer, and is itself on record.")
    {
        foreach (var parameter in _parameters) Add(parameter);
    }

    public override string Example => "  tgw audit alarms --tenant acme --kind first_reveal";

    protected override async Task<int> RunAsync(ParseResult parse, AdminClient client, Printer printer, CancellationToken cancellationToken)
    {
        var parameters = _parameters.Select(parameter => KeyValuePair.Create(parameter.Name[2..], parse.GetValue(parameter))).Where(parameter => parameter.Value is not null).Select(parameter => KeyValuePair.Create(parameter.Key, parameter.Value ?? ""));
        var answer = await client.GetAsync<AlarmPageDocument>("admin/audit/alarms" + AuditFilterOptions.Query(parameters), cancellationToken);
        if (answer.Failed(out var failure, out var page)) return printer.Fail(failure);
        object[] shown = page.Value.Items.Count == 0 ? ["No alarms."] : [TableOf(page.Value.Items, printer)];
        return printer.Done(page.Value, page.Value.Next is { } next ? [.. shown, $"There are more: --cursor {next}"] : shown);
    }

    private static Table TableOf(IEnumerable<AlarmDocument> alarms, Printer printer)
    {
        var table = Printer.Table("ID", "Time", "Kind", "Cause", "Tenant", "Actor", "Classes", "Count", "Usual", "Record");
        foreach (var alarm in alarms)
        {
            string[] cells = [alarm.Id, Moments.Text(alarm.At), alarm.Kind, alarm.Cause, alarm.Tenant, alarm.Actor ?? "", string.Join(' ', alarm.Classes ?? []), Number(alarm.Count), Number(alarm.Usual), alarm.Record ?? ""];
            table.AddRow([.. cells.Select(cell => printer.Cell(cell))]);
        }

        return table;
    }

    private static string Number(long? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";

    private static Option<string?> Parameter(string name, string value, string description) => new("--" + name) { Description = description, HelpName = value };
}
