using System.CommandLine;
using TenantGateway.Cli.Admin;
using TenantGateway.Cli.Terminal;

namespace TenantGateway.Cli.Conversion;

/// <summary><c>tgw convert check</c></summary>
internal sealed class ConvertCheckCommand : DocumentedCommand
{
    private readonly Shell _shell;
    private readonly Option<string> _tenant = ConversionArguments.Tenant();
    private readonly Option<string> _input = ConversionArguments.Input();
    private readonly Option<int> _piece = ConversionArguments.Piece();
    private readonly Option<string> _dataset = new("--dataset") { Description = "The declared dataset of which these are all rows.", HelpName = "NAME", Required = true };
    private readonly Option<string> _reason = ReasonOption.Create();

    public ConvertCheckCommand(Shell shell)
        : base("check", "Counts the tokens in exported rows by generation, and changes nothing. What it finds decides whether a rotation of the lookup key may end.")
    {
        _shell = shell;
        foreach (var option in new Option[] { _tenant, _dataset, _input, _reason, _piece }) Add(option);
        SetAction(RunAsync);
    }

    public override string Example => """
          tgw convert check --tenant acme --dataset contacts --in contacts.ndjson --reason "rotation of the lookup key"
        """;

    private async Task<int> RunAsync(ParseResult parse, CancellationToken cancellationToken)
    {
        var printer = new Printer(_shell, parse);
        if (AdminClient.Create(_shell).Failed(out var failure, out var client)) return printer.Fail(failure);
        using (client)
        {
            if (ConversionArguments.OpenInput(parse.GetRequiredValue(_input)).Failed(out failure, out var input)) return printer.Fail(failure);
            using (input)
            {
                var tenant = parse.GetRequiredValue(_tenant);
                var begun = await client.PostAsync<ConversionDocument>(
                    ConversionArguments.PathOf(tenant), new { dataset = parse.GetRequiredValue(_dataset) }, parse.GetRequiredValue(_reason), cancellationToken);
                if (begun.Failed(out failure, out var run)) return printer.Fail(failure);

                var progress = new ConversionProgress(_shell, parse, input);
                var sender = new LineSender(client, ConversionArguments.PathOf(tenant, run.Value.Id), parse.GetValue(_piece) * 1024);
                var answer = await sender.SendAsync(input, TellAsync, cancellationToken);
                return answer.Failed(out failure, out var report) ? printer.Fail(failure) : ConversionReport.Print(printer, report, "Checked");

                Task TellAsync(byte[] output)
                {
                    progress.Tell();
                    return Task.CompletedTask;
                }
            }
        }
    }
}
