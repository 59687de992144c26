using System.CommandLine;
using TenantGateway.Cli.Admin;
using TenantGateway.Cli.Terminal;

namespace TenantGateway.Cli.Tenants;

/// <summary><c>tgw tenants list</c></summary>
internal sealed class TenantsListCommand : DocumentedCommand
{
    private readonly Shell _shell;

    public TenantsListCommand(Shell shell)
        : base("list", "Shows every tenant with its state, organizations and hosts.")
    {
        _shell = shell;
        SetAction(RunAsync);
    }

    public override string Example => "  tgw tenants list --output json";

    private async Task<int> RunAsync(ParseResult parse, CancellationToken cancellationToken)
    {
        var printer = new Printer(_shell, parse);
        if (AdminClient.Create(_shell).Failed(out var failure, out var client)) return printer.Fail(failure);
        using (client)
        {
            var answer = await client.GetAsync<TenantListDocument>("admin/tenants", cancellationToken);
            if (answer.Failed(out failure, out var list)) return printer.Fail(failure);
            return list.Value.Items.Count == 0
                ? printer.Done(list.Value, "There are no tenants yet. To create one, see: tgw tenants create --help")
                : printer.Done(list.Value, TenantTable.Of(list.Value.Items, printer));
        }
    }
}
