using System.CommandLine;
using TenantGateway.Cli.Admin;
using TenantGateway.Cli.Terminal;

namespace TenantGateway.Cli.Audit;

/// <summary><c>tgw audit show</c></summary>
internal sealed class AuditShowCommand : ReviewCommand
{
    private readonly Argument<string> _id = new("ID") { Description = "As search prints it: tenant and number, such as acme/42." };

    public AuditShowCommand(Shell shell)
        : base(shell, "show", "Shows one audit record with all that it says. Is itself on record.") => Add(_id);

    public override string Example => "  tgw audit show acme/42";

    protected override async Task<int> RunAsync(ParseResult parse, AdminClient client, Printer printer, CancellationToken cancellationToken)
    {
        var path = string.Join('/', parse.GetRequiredValue(_id).Split('/').Select(Uri.EscapeDataString));
        var answer = await client.GetAsync<RecordDocument>(PathOf(parse, $"records/{path}"), cancellationToken);
        return answer.Failed(out var failure, out var record) ? printer.Fail(failure) : printer.Done(record.Value, RecordTable.InFull(record.Value, printer));
    }
}
