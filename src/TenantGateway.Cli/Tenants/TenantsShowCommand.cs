using System.CommandLine;
using TenantGateway.Cli.Admin;
using TenantGateway.Cli.Terminal;

namespace TenantGateway.Cli.Tenants;

/// <summary><c>tgw tenants show</c></summary>
internal sealed class TenantsShowCommand : AdminCommand
{
    private readonly Argument<string> _tenant = new("TENANT") { Description = "Its id." };

    public TenantsShowCommand(Shell shell)
        : base(shell, "show", "Shows a tenant with its hold and its end.") => Add(_tenant);

    public override string Example => "  tgw tenants show acme";

    protected override async Task<int> RunAsync(ParseResult parse, AdminClient client, Printer printer, CancellationToken cancellationToken)
    {
        var answer = await client.GetAsync<TenantLifeDocument>($"admin/tenants/{Uri.EscapeDataString(parse.GetRequiredValue(_tenant))}", cancellationToken);
        return answer.Failed(out var failure, out var life) ? printer.Fail(failure) : printer.Done(life.Value, TenantLifeTable.Of(life.Value, printer));
    }
}
