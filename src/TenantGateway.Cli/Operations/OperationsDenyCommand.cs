using System.CommandLine;
using TenantGateway.Cli.Admin;
using TenantGateway.Cli.Terminal;

namespace TenantGateway.Cli.Operations;

/// <summary><c>tgw operations deny</c></summary>
internal sealed class OperationsDenyCommand : OperationCommand
{
    private readonly Option<string> _reason = ReasonOption.Create();

    public OperationsDenyCommand(Shell shell)
        : base(shell, "deny", "Ends an operation that was not approved yet, or withdraws your own.") => Add(_reason);

    public override string Example => """  tgw operations deny op_a5hj3x2qkz7m4n6c2v5b8t9r3y --reason "wrong tenant" """.TrimEnd();

    protected override string Outcome(OperationDocument operation) => "Denied.";

    protected override Task<Answer<AdminAnswer<OperationDocument>>> AskAsync(ParseResult parse, AdminClient client, string path, CancellationToken cancellationToken) =>
        client.PostAsync<OperationDocument>($"{path}/deny", new { }, parse.GetRequiredValue(_reason), cancellationToken);
}
