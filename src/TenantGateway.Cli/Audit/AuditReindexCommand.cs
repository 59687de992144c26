using System.CommandLine;
using System.Text.Json;
using TenantGateway.Cli.Admin;
using TenantGateway.Cli.Terminal;

namespace TenantGateway.Cli.Audit;

/// <summary><c>tgw audit reindex</c></summary>
internal sealed class AuditReindexCommand : AdminCommand
{
    private readonly Option<string> _reason = ReasonOption.Create();

    public AuditReindexCommand(Shell shell)
        : base(shell, "reindex", "Makes the index of the audit log anew from the log. Until it is there again, searches find what is indexed so far.") => Add(_reason);

    public override string Example => """  tgw audit reindex --reason "restored from a backup" """.TrimEnd();

    protected override async Task<int> RunAsync(ParseResult parse, AdminClient client, Printer printer, CancellationToken cancellationToken)
    {
        var answer = await client.PostAsync<JsonDocument>("admin/audit/reindex", new { }, parse.GetRequiredValue(_reason), cancellationToken);
        return answer.Failed(out var failure, out _) ? printer.Fail(failure) : printer.Done(new { begun = true }, "Begun. The answers of tgw audit search say how far it is.");
    }
}
