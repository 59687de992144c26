using System.CommandLine;
using TenantGateway.Cli.Admin;
using TenantGateway.Cli.Operations;
using TenantGateway.Cli.Terminal;

namespace TenantGateway.Cli.Keys;

/// <summary><c>tgw keys compromise</c>: requests the operation; somebody else approves it.</summary>
internal sealed class KeysCompromiseCommand : AdminCommand
{
    private readonly Argument<string> _tenant = KeyArguments.Tenant();
    private readonly Option<string> _generation = KeyArguments.Generation();
    private readonly Option<string> _reason = ReasonOption.Create();

    public KeysCompromiseCommand(Shell shell)
        : base(shell, "compromise", "Requests that a generation is marked as compromised and both lines get a new key at once. A colleague approves it.")
    {
        Add(_tenant);
        Add(_generation);
        Add(_reason);
    }

    public override string Example => "  tgw keys compromise acme --generation 2mhpcz --reason \"incident 4\"";

    protected override async Task<int> RunAsync(ParseResult parse, AdminClient client, Printer printer, CancellationToken cancellationToken)
    {
        var draft = new { Kind = "key.compromise", Tenant = parse.GetRequiredValue(_tenant), Parameters = new { Generation = parse.GetRequiredValue(_generation) } };
        var answer = await client.PostAsync<OperationDocument>("admin/operations", draft, parse.GetRequiredValue(_reason), cancellationToken);
        if (answer.Failed(out var failure, out var requested)) return printer.Fail(failure);
        var operation = requested.Value;
        return printer.Done(
            operation,
            OperationTable.InFull(operation, printer),
            $"Requested. Nothing is done before somebody else approves it: tgw operations approve {operation.Id} --hash {operation.Hash} --reason TEXT");
    }
}
