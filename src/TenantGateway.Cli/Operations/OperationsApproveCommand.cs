using System.CommandLine;
using TenantGateway.Cli.Admin;
using TenantGateway.Cli.Terminal;

namespace TenantGateway.Cli.Operations;

/// <summary><c>tgw operations approve</c></summary>
internal sealed class OperationsApproveCommand : OperationCommand
{
    private readonly Option<string> _hash = new("--hash")
    {
        Description = "The hash of the operation as you read it. What is done is what has this hash, or nothing.",
        HelpName = "HASH",
        Required = true,
    };

    private readonly Option<string> _reason = ReasonOption.Create();

    public OperationsApproveCommand(Shell shell)
        : base(shell, "approve", "Approves what somebody else requested; it runs at once. Takes a fresh login with a second factor.")
    {
        Add(_hash);
        Add(_reason);
    }

    public override string Example => """
          tgw operations show op_a5hj3x2qkz7m4n6c2v5b8t9r3y
          tgw operations approve op_a5hj3x2qkz7m4n6c2v5b8t9r3y --hash 0f3c...9a --reason "checked against contract 4711"
        """;

    protected override string Outcome(OperationDocument operation) => $"Approved. To see how it ends: tgw operations show {operation.Id}";

    protected override Task<Answer<AdminAnswer<OperationDocument>>> AskAsync(ParseResult parse, AdminClient client, string path, CancellationToken cancellationToken) =>
        client.PostAsync<OperationDocument>($"{path}/approve", new { Hash = parse.GetRequiredValue(_hash) }, parse.GetRequiredValue(_reason), cancellationToken);
}
