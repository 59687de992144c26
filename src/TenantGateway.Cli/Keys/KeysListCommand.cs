using System.CommandLine;
using TenantGateway.Cli.Admin;
using TenantGateway.Cli.Terminal;

namespace TenantGateway.Cli.Keys;

/// <summary><c>tgw keys list</c></summary>
internal sealed class KeysListCommand : DocumentedCommand
{
    private readonly Shell _shell;
    private readonly Argument<string> _tenant = KeyArguments.Tenant();

    public KeysListCommand(Shell shell)
        : base("list", "Shows every key generation of a tenant: its state, its key-encryption key, and the tokens that were opened under it.")
    {
        _shell = shell;
        Add(_tenant);
        SetAction(RunAsync);
    }

    public override string Example => "  tgw keys list acme";

    private async Task<int> RunAsync(ParseResult parse, CancellationToken cancellationToken)
    {
        var printer = new Printer(_shell, parse);
        if (AdminClient.Create(_shell).Failed(out var failure, out var client)) return printer.Fail(failure);
        using (client)
        {
            var answer = await client.GetAsync<KeyListDocument>(KeyArguments.PathOf(parse.GetRequiredValue(_tenant)), cancellationToken);
            return answer.Failed(out failure, out var list) ? printer.Fail(failure) : printer.Done(list.Value, KeyTables.Of(list.Value.Items, printer));
        }
    }
}
