using System.CommandLine;
using TenantGateway.Cli.Admin;
using TenantGateway.Cli.Terminal;

namespace TenantGateway.Cli.Keys;

/// <summary><c>tgw keys compromise</c>: requests the operation; somebody else approves it.</summary>
internal sealed class KeysCompromiseCommand : DocumentedCommand
{
    private readonly Shell _shell;
    private readonly Argument<string> _tenant = KeyArguments.Tenant();
    private readonly Option<string> _generation = KeyArguments.Generation();
    private readonly Option<string> _reason = ReasonOption.Create();

    public KeysCompromiseCommand(Shell shell)
        : base("compromise", "Requests that a generation is marked as compromised and both lines get a new key at once. A colleague approves it.")
    {
        _shell = shell;
        Add(_tenant);
        Add(_generation);
        Add(_reason);
        SetAction(RunAsync);
    }

    public override string Example => "  tgw keys compromise acme --generation 2mhpcz --reason \"incident 4\"";

    private async Task<int> RunAsync(ParseResult parse, CancellationToken cancellationToken)
    {
        var printer = new Printer(_shell, parse);
        if (AdminClient.Create(_shell).Failed(out var failure, out var client)) return printer.Fail(failure);
        using (client)
        {
            var request = new NewOperationDocument("key.compromise", parse.GetRequiredValue(_tenant), new Dictionary<string, string> { ["generation"] = parse.GetRequiredValue(_generation) });
            var answer = await client.PostAsync<RequestedOperationDocument>("admin/operations", request, parse.GetRequiredValue(_reason), cancellationToken);
            return answer.Failed(out failure, out var operation)
                ? printer.Fail(failure)
                : printer.Done(operation.Value, [$"Requested the operation {operation.Value.Id}. A colleague approves it with: tgw operations approve {operation.Value.Id}", .. operation.Value.Effects]);
        }
    }
}

/// <summary>What requests an operation.</summary>
internal sealed record NewOperationDocument(string Kind, string Tenant, IReadOnlyDictionary<string, string> Parameters);

/// <summary>What matters here of an operation that was requested.</summary>
internal sealed record RequestedOperationDocument
{
    public required string Id { get; init; }

    public required IReadOnlyList<string> Effects { get; init; }
}
