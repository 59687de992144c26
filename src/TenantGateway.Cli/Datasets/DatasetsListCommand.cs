using System.CommandLine;
using TenantGateway.Cli.Admin;
using TenantGateway.Cli.Terminal;

namespace TenantGateway.Cli.Datasets;

/// <summary><c>tgw datasets list</c></summary>
internal sealed class DatasetsListCommand : DocumentedCommand
{
    private readonly Shell _shell;
    private readonly Argument<string> _tenant = new("TENANT") { Description = "Whose datasets: the tenant's id." };

    public DatasetsListCommand(Shell shell)
        : base("list", "Shows the declared datasets, and what was found in each when it was looked at last.")
    {
        _shell = shell;
        Add(_tenant);
        SetAction(RunAsync);
    }

    public override string Example => "  tgw datasets list acme";

    public static string PathOf(string tenant) => $"admin/tenants/{Uri.EscapeDataString(tenant)}/datasets";

    private async Task<int> RunAsync(ParseResult parse, CancellationToken cancellationToken)
    {
        var printer = new Printer(_shell, parse);
        if (AdminClient.Create(_shell).Failed(out var failure, out var client)) return printer.Fail(failure);
        using (client)
        {
            var answer = await client.GetAsync<DatasetListDocument>(PathOf(parse.GetRequiredValue(_tenant)), cancellationToken);
            return answer.Failed(out failure, out var list) ? printer.Fail(failure) : printer.Done(list.Value, DatasetTable.Of(list.Value.Items, printer));
        }
    }
}
