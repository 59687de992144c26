using System.CommandLine;
using TenantGateway.Cli.Admin;
using TenantGateway.Cli.Terminal;

namespace TenantGateway.Cli.Audit;

/// <summary><c>tgw audit resolution</c></summary>
internal sealed class AuditResolutionCommand : AdminCommand
{
    private readonly Argument<string> _operation = new("OPERATION") { Description = "The operation audit.resolve that you requested and somebody else has approved." };

    public AuditResolutionCommand(Shell shell)
        : base(shell, "resolution", "Shows the name behind an actor's pseudonym, for an hour after a second reviewer has approved it. Is itself on record.") => Add(_operation);

    public override string Example => """
          tgw operations request audit.resolve acme --set actor=ac_... --reason "incident 4711"
          tgw audit resolution op_...
        """;

    protected override async Task<int> RunAsync(ParseResult parse, AdminClient client, Printer printer, CancellationToken cancellationToken)
    {
        var answer = await client.GetAsync<ResolvedActorDocument>($"admin/audit/resolutions/{Uri.EscapeDataString(parse.GetRequiredValue(_operation))}", cancellationToken);
        return answer.Failed(out var failure, out var resolved) ? printer.Fail(failure) : printer.Done(resolved.Value, $"{resolved.Value.Actor} is {resolved.Value.Name}");
    }
}
