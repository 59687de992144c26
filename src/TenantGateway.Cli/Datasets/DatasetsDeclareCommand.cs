using System.CommandLine;
using TenantGateway.Cli.Admin;
using TenantGateway.Cli.Terminal;

namespace TenantGateway.Cli.Datasets;

/// <summary><c>tgw datasets declare</c></summary>
internal sealed class DatasetsDeclareCommand : DocumentedCommand
{
    private readonly Shell _shell;
    private readonly Argument<string> _tenant = new("TENANT") { Description = "Whose datasets: the tenant's id." };
    private readonly Option<string> _reason = ReasonOption.Create();

    private readonly Option<string[]> _datasets = new("--dataset")
    {
        Description = "A table, collection, index or backup that holds tokens of the tenant. Repeatable; name all of them, the ones declared before too.",
        HelpName = "NAME",
        Required = true,
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
    };

    public DatasetsDeclareCommand(Shell shell)
        : base("declare", "Says which sets of stored rows hold tokens of a tenant. A rotation of the lookup key ends when none of them holds an old one.")
    {
        _shell = shell;
        Add(_tenant);
        Add(_datasets);
        Add(_reason);
        SetAction(RunAsync);
    }

    public override string Example => """  tgw datasets declare acme --dataset contacts --dataset orders --reason "inventory of 2026" """;

    private async Task<int> RunAsync(ParseResult parse, CancellationToken cancellationToken)
    {
        var printer = new Printer(_shell, parse);
        if (AdminClient.Create(_shell).Failed(out var failure, out var client)) return printer.Fail(failure);
        using (client)
        {
            var answer = await client.PutAsync<DatasetListDocument>(
                DatasetsListCommand.PathOf(parse.GetRequiredValue(_tenant)), new { datasets = parse.GetRequiredValue(_datasets) }, parse.GetRequiredValue(_reason), cancellationToken);
            return answer.Failed(out failure, out var list) ? printer.Fail(failure) : printer.Done(list.Value, "Declared.", DatasetTable.Of(list.Value.Items, printer));
        }
    }
}
