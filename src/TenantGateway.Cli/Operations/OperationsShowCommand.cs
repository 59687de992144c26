using System.CommandLine;
using TenantGateway.Cli.Admin;
using TenantGateway.Cli.Terminal;

namespace TenantGateway.Cli.Operations;

/// <summary><c>tgw operations show</c></summary>
internal sealed class OperationsShowCommand(Shell shell) : OperationCommand(shell, "show", "Shows an operation with everything that it would do.")
{
    public override string Example => "  tgw operations show op_a5hj3x2qkz7m4n6c2v5b8t9r3y";

    protected override string Outcome(OperationDocument operation) =>
        operation.State == "requested" ? $"To approve exactly this: tgw operations approve {operation.Id} --hash {operation.Hash} --reason TEXT" : $"It is {operation.State}.";

    protected override Task<Answer<AdminAnswer<OperationDocument>>> AskAsync(ParseResult parse, AdminClient client, string path, CancellationToken cancellationToken) =>
        client.GetAsync<OperationDocument>(path, cancellationToken);
}
