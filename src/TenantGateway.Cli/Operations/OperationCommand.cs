using System.CommandLine;
using TenantGateway.Cli.Admin;
using TenantGateway.Cli.Terminal;

namespace TenantGateway.Cli.Operations;

/// <summary>A command about one operation, which it prints in full as it is afterwards.</summary>
internal abstract class OperationCommand : AdminCommand
{
    private readonly Argument<string> _id = new("ID") { Description = "The id of the operation." };

    protected OperationCommand(Shell shell, string name, string description)
        : base(shell, name, description) => Add(_id);

    /// <summary>What is said below the operation.</summary>
    protected abstract string Outcome(OperationDocument operation);

    /// <param name="parse">The command line.</param>
    /// <param name="client">Asks.</param>
    /// <param name="path">Of the operation.</param>
    /// <param name="cancellationToken">Gives up.</param>
    protected abstract Task<Answer<AdminAnswer<OperationDocument>>> AskAsync(ParseResult parse, AdminClient client, string path, CancellationToken cancellationToken);

    protected override async Task<int> RunAsync(ParseResult parse, AdminClient client, Printer printer, CancellationToken cancellationToken)
    {
        var answer = await AskAsync(parse, client, $"admin/operations/{Uri.EscapeDataString(parse.GetRequiredValue(_id))}", cancellationToken);
        return answer.Failed(out var failure, out var operation)
            ? printer.Fail(failure)
            : printer.Done(operation.Value, OperationTable.InFull(operation.Value, printer), Outcome(operation.Value));
    }
}
