using System.CommandLine;
using System.CommandLine.Parsing;
using TenantGateway.Cli.Admin;
using TenantGateway.Cli.Terminal;

namespace TenantGateway.Cli.Operations;

/// <summary><c>tgw operations request</c></summary>
internal sealed class OperationsRequestCommand : AdminCommand
{
    private readonly Argument<string> _kind = new("KIND") { Description = "What is to be done, such as tenant.terminate. A kind that does not exist is answered with those that do." };

    private readonly Argument<string> _tenant = new("TENANT") { Description = "To whose data or keys." };

    private readonly Option<Dictionary<string, string>> _parameters = new("--set")
    {
        Description = "What the kind needs to know. Repeatable. No personal data.",
        HelpName = "NAME=VALUE",
        Arity = ArgumentArity.ZeroOrMore,
        AllowMultipleArgumentsPerToken = false,
        CustomParser = ParseParameters,
    };

    private readonly Option<string> _reason = ReasonOption.Create();

    public OperationsRequestCommand(Shell shell)
        : base(shell, "request", "Requests what takes four eyes. Another person must approve it within the hour.")
    {
        Add(_kind);
        Add(_tenant);
        Add(_parameters);
        Add(_reason);
    }

    public override string Example => """  tgw operations request tenant.terminate acme --reason "contract 4711 has ended" """.TrimEnd();

    protected override async Task<int> RunAsync(ParseResult parse, AdminClient client, Printer printer, CancellationToken cancellationToken)
    {
        var draft = new { Kind = parse.GetRequiredValue(_kind), Tenant = parse.GetRequiredValue(_tenant), Parameters = parse.GetValue(_parameters) ?? [] };
        var answer = await client.PostAsync<OperationDocument>("admin/operations", draft, parse.GetRequiredValue(_reason), cancellationToken);
        if (answer.Failed(out var failure, out var requested)) return printer.Fail(failure);
        var operation = requested.Value;
        return printer.Done(
            operation,
            OperationTable.InFull(operation, printer),
            $"Requested. Somebody else approves it: tgw operations approve {operation.Id} --hash {operation.Hash} --reason TEXT");
    }

    private static Dictionary<string, string> ParseParameters(ArgumentResult result)
    {
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var token in result.Tokens)
        {
            var middle = token.Value.IndexOf('=', StringComparison.Ordinal);
            if (middle < 1) result.AddError($"--set takes NAME=VALUE, not '{token.Value}'.");
            else if (!parameters.TryAdd(token.Value[..middle], token.Value[(middle + 1)..])) result.AddError($"--set gives {token.Value[..middle]} twice.");
        }

        return parameters;
    }
}
