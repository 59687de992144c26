using System.CommandLine;
using TenantGateway.Cli.Admin;
using TenantGateway.Cli.Terminal;

namespace TenantGateway.Cli.Audit;

/// <summary><c>tgw audit checkpoint</c></summary>
internal sealed class AuditCheckpointCommand : AdminCommand
{
    private readonly Option<string> _file = FileOption.Create("Where the checkpoint is written; a name that ends in .checkpoint is found by tgw audit verify.");

    public AuditCheckpointCommand(Shell shell)
        : base(shell, "checkpoint", "Fetches a signed checkpoint of the audit log as it is now. Keep it where the operator of the gateway cannot change it.") => Add(_file);

    public override string Example => "  tgw audit checkpoint --file /mnt/worm/checkpoints/2026-01-31.checkpoint";

    protected override async Task<int> RunAsync(ParseResult parse, AdminClient client, Printer printer, CancellationToken cancellationToken)
    {
        var file = parse.GetRequiredValue(_file);
        return await client.DownloadAsync("admin/audit/checkpoint", "text/plain", file, cancellationToken) is { } failure ? printer.Fail(failure) : printer.Done(new { file }, $"Wrote {file}.");
    }
}
