using System.CommandLine;
using System.Globalization;
using TenantGateway.Cli.Admin;
using TenantGateway.Cli.Operations;
using TenantGateway.Cli.Terminal;

namespace TenantGateway.Cli.Audit;

/// <summary><c>tgw audit retention set</c> and <c>tgw audit hold lift</c>: what lets records go, requested by one person and approved by another.</summary>
internal sealed class AuditOperationCommand : AdminCommand
{
    private readonly string _kind;
    private readonly Argument<string> _tenant = new("TENANT") { Description = "Whose records." };
    private readonly Option<int>? _records;
    private readonly Option<int>? _details;
    private readonly Option<string> _reason = ReasonOption.Create();

    private AuditOperationCommand(Shell shell, string name, string description, string kind, bool takesDays)
        : base(shell, name, description)
    {
        _kind = kind;
        Add(_tenant);
        if (takesDays)
        {
            Add(_records = new Option<int>("--days") { Description = "How long records are kept, in days, within the bounds that retention show tells.", HelpName = "DAYS", Required = true });
            Add(_details = new Option<int>("--detail-days") { Description = "How long their sealed details are kept, in days, at most as long.", HelpName = "DAYS", Required = true });
        }

        Add(_reason);
        Example = takesDays ? "  tgw audit retention set acme --days 400 --detail-days 90 --reason \"contract 4711\"" : "  tgw audit hold lift acme --reason \"5 O 123/26 is closed\"";
    }

    public static AuditOperationCommand SetRetention(Shell shell) =>
        new(shell, "set", "Requests another period of keeping a tenant's audit records. Another person must approve it within the hour.", "audit.retention", takesDays: true);

    public static AuditOperationCommand LiftHold(Shell shell) =>
        new(shell, "lift", "Requests the end of a hold. Another person must approve it within the hour.", "audit.release", takesDays: false);

    public override string Example { get; }

    protected override async Task<int> RunAsync(ParseResult parse, AdminClient client, Printer printer, CancellationToken cancellationToken)
    {
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal);
        if (_records is not null) parameters["recordDays"] = parse.GetRequiredValue(_records).ToString(CultureInfo.InvariantCulture);
        if (_details is not null) parameters["detailDays"] = parse.GetRequiredValue(_details).ToString(CultureInfo.InvariantCulture);
        var draft = new { Kind = _kind, Tenant = parse.GetRequiredValue(_tenant), Parameters = parameters };
        var answer = await client.PostAsync<OperationDocument>("admin/operations", draft, parse.GetRequiredValue(_reason), cancellationToken);
        if (answer.Failed(out var failure, out var requested)) return printer.Fail(failure);
        return printer.Done(
            requested.Value,
            OperationTable.InFull(requested.Value, printer),
            $"Requested. Somebody else approves it: tgw operations approve {requested.Value.Id} --hash {requested.Value.Hash} --reason TEXT");
    }
}
