using System.CommandLine;
using TenantGateway.Cli.Admin;
using TenantGateway.Cli.Terminal;

namespace TenantGateway.Cli.Audit;

/// <summary><c>tgw audit hold set</c></summary>
internal sealed class AuditHoldSetCommand : AdminCommand
{
    private readonly Argument<string> _tenant = new("TENANT") { Description = "Whose records." };
    private readonly Option<string> _reason = ReasonOption.Create();

    public AuditHoldSetCommand(Shell shell)
        : base(shell, "set", "Keeps a tenant's audit records, and their details, from being pruned. Lifting a hold takes two people.")
    {
        Add(_tenant);
        Add(_reason);
    }

    public override string Example => """  tgw audit hold set acme --reason "court order 5 O 123/26" """.TrimEnd();

    protected override async Task<int> RunAsync(ParseResult parse, AdminClient client, Printer printer, CancellationToken cancellationToken)
    {
        var tenant = parse.GetRequiredValue(_tenant);
        var answer = await client.PostAsync<RetentionDocument>($"admin/audit/holds/{Uri.EscapeDataString(tenant)}", new { }, parse.GetRequiredValue(_reason), cancellationToken);
        return answer.Failed(out var failure, out var held) ? printer.Fail(failure) : printer.Done(held.Value.Holds, $"The audit records of {tenant} are held.");
    }
}
