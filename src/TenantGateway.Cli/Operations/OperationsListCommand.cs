using System.CommandLine;
using TenantGateway.Cli.Admin;
using TenantGateway.Cli.Terminal;

namespace TenantGateway.Cli.Operations;

/// <summary><c>tgw operations list</c></summary>
internal sealed class OperationsListCommand : AdminCommand
{
    private readonly Option<string> _state = new Option<string>("--state") { Description = "Only those in this state." }
        .AcceptOnlyFromAmong("requested", "approved", "running", "done", "failed", "denied", "expired");

    private readonly Option<string> _tenant = new("--tenant") { Description = "Only those of this tenant.", HelpName = "TENANT" };

    public OperationsListCommand(Shell shell)
        : base(shell, "list", "Shows the newest operations.")
    {
        Add(_state);
        Add(_tenant);
    }

    public override string Example => "  tgw operations list --state requested";

    protected override async Task<int> RunAsync(ParseResult parse, AdminClient client, Printer printer, CancellationToken cancellationToken)
    {
        var query = new List<string>();
        if (parse.GetValue(_state) is { } state) query.Add($"state={state}");
        if (parse.GetValue(_tenant) is { } tenant) query.Add($"tenant={Uri.EscapeDataString(tenant)}");
        var answer = await client.GetAsync<OperationListDocument>($"admin/operations{(query.Count > 0 ? "?" : "")}{string.Join('&', query)}", cancellationToken);
        if (answer.Failed(out var failure, out var list)) return printer.Fail(failure);
        return list.Value.Items.Count == 0
            ? printer.Done(list.Value, "There are no such operations.")
            : printer.Done(list.Value, OperationTable.Of(list.Value.Items, printer));
    }
}
