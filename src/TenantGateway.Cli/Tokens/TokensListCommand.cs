using System.CommandLine;
using TenantGateway.Cli.Admin;
using TenantGateway.Cli.Terminal;

namespace TenantGateway.Cli.Tokens;

/// <summary><c>tgw tokens list</c></summary>
internal sealed class TokensListCommand(Shell shell) : AdminCommand(shell, "list", "Shows the newest revocations in force. Whom they mean is not kept; the audit trail names them by the same mark.")
{
    public override string Example => "  tgw tokens list --output json";

    protected override async Task<int> RunAsync(ParseResult parse, AdminClient client, Printer printer, CancellationToken cancellationToken)
    {
        var answer = await client.GetAsync<RevocationListDocument>("admin/revocations", cancellationToken);
        if (answer.Failed(out var failure, out var list)) return printer.Fail(failure);
        return list.Value.Items.Count == 0
            ? printer.Done(list.Value, "Nothing is revoked.")
            : printer.Done(list.Value, RevocationTable.Of(list.Value.Items, printer));
    }
}
