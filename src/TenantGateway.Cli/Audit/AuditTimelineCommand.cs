using System.CommandLine;
using TenantGateway.Cli.Admin;
using TenantGateway.Cli.Terminal;

namespace TenantGateway.Cli.Audit;

/// <summary><c>tgw audit timeline</c></summary>
internal sealed class AuditTimelineCommand : ReviewCommand
{
    private readonly Option<string> _tenant = new("--tenant") { Description = "Whose records.", HelpName = "TENANT", Required = true };
    private readonly Option<string?> _request = new("--request") { Description = "X-Request-Id; this or the trace.", HelpName = "REQUEST" };
    private readonly Option<string?> _trace = new("--trace") { Description = "The trace id.", HelpName = "TRACE" };

    public AuditTimelineCommand(Shell shell)
        : base(shell, "timeline", "Shows all records of a request and of its trace, the oldest first. Is itself on record.")
    {
        Add(_tenant);
        Add(_request);
        Add(_trace);
        Validators.Add(result =>
        {
            if (result.GetValue(_request) is null == result.GetValue(_trace) is null) result.AddError("Give --request or --trace.");
        });
    }

    public override string Example => "  tgw audit timeline --tenant acme --request 0HNQ1DTEJ5C3N:00000001";

    protected override async Task<int> RunAsync(ParseResult parse, AdminClient client, Printer printer, CancellationToken cancellationToken)
    {
        var term = parse.GetValue(_request) is { } request ? KeyValuePair.Create("request", request) : KeyValuePair.Create("trace", parse.GetValue(_trace) ?? "");
        var answer = await client.GetAsync<RecordPageDocument>(PathOf(parse, "timeline") + AuditFilterOptions.Query([KeyValuePair.Create("tenant", parse.GetRequiredValue(_tenant)), term]), cancellationToken);
        if (answer.Failed(out var failure, out var page)) return printer.Fail(failure);
        return printer.Done(page.Value, [RecordTable.Of(page.Value.Items, printer), .. RecordTable.Notes(page.Value)]);
    }
}
