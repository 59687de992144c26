using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using TenantGateway.Cli.Admin;
using TenantGateway.Cli.Terminal;

namespace TenantGateway.Cli.Audit;

/// <summary><c>tgw audit tail</c></summary>
internal sealed class AuditTailCommand : AdminCommand
{
    private readonly Shell _shell;
    private readonly AuditFilterOptions _filter;
    private readonly Option<bool> _once = new("--once") { Description = "Ends with the gateway's answer, after half a minute, and does not ask again." };

    public AuditTailCommand(Shell shell)
        : base(shell, "tail", "Shows the newest audit records of a tenant, and further ones as they come. Is on record, once each half minute.")
    {
        _shell = shell;
        _filter = new AuditFilterOptions(this);
        Add(_once);
    }

    public override string Example => "  tgw audit tail --tenant acme --event access.denied";

    protected override async Task<int> RunAsync(ParseResult parse, AdminClient client, Printer printer, CancellationToken cancellationToken)
    {
        var parameters = _filter.Read(parse);
        do
        {
            var failure = await client.ReadLinesAsync("admin/audit/tail" + AuditFilterOptions.Query(parameters), line =>
            {
                var record = JsonSerializer.Deserialize<RecordDocument>(line, JsonSerializerOptions.Web) ?? throw new JsonException("The line is null.");
                parameters["after"] = record.Record.GetProperty("seq").GetInt64().ToString(CultureInfo.InvariantCulture);
                if (_shell.IsJson(parse)) printer.Line(line);
                else printer.Line(RecordTable.Line(record));
            }, cancellationToken);
            if (failure is not null) return printer.Fail(failure);
        }
        while (!parse.GetValue(_once));
        return (int)ExitCode.Done;
    }
}
