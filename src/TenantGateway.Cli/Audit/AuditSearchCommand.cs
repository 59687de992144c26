using System.CommandLine;
using TenantGateway.Cli.Admin;
using TenantGateway.Cli.Terminal;

namespace TenantGateway.Cli.Audit;

/// <summary><c>tgw audit search</c></summary>
internal sealed class AuditSearchCommand : ReviewCommand
{
    private readonly AuditFilterOptions _filter;
    private readonly Option<string?> _limit = new("--limit") { Description = "How many, 1 to 500; 50 where it is left out.", HelpName = "N" };
    private readonly Option<string?> _cursor = new("--cursor") { Description = "Where the search goes on, as the page before says, with the same filters.", HelpName = "CURSOR" };
    private readonly Option<bool> _count = new("--count") { Description = "How many there are, by event, outcome, class, route and key, and not the records." };

    public AuditSearchCommand(Shell shell)
        : base(shell, "search", "Finds audit records of a tenant, the newest first. Takes the role security-reviewer, and is itself on record.")
    {
        _filter = new AuditFilterOptions(this);
        Add(_limit);
        Add(_cursor);
        Add(_count);
    }

    public override string Example => "  tgw audit search --tenant acme --event data.revealed --class email --from 2026-01-01";

    protected override async Task<int> RunAsync(ParseResult parse, AdminClient client, Printer printer, CancellationToken cancellationToken)
    {
        var parameters = _filter.Read(parse);
        if (parse.GetValue(_count)) return await CountAsync(parse, parameters, client, printer, cancellationToken);
        if (parse.GetValue(_limit) is { } limit) parameters.Add("limit", limit);
        if (parse.GetValue(_cursor) is { } cursor) parameters.Add("cursor", cursor);
        var answer = await client.GetAsync<RecordPageDocument>(PathOf(parse, "records") + AuditFilterOptions.Query(parameters), cancellationToken);
        if (answer.Failed(out var failure, out var page)) return printer.Fail(failure);
        return printer.Done(page.Value, [.. page.Value.Items.Count == 0 ? [] : (object[])[RecordTable.Of(page.Value.Items, printer)], .. RecordTable.Notes(page.Value)]);
    }

    private async Task<int> CountAsync(ParseResult parse, Dictionary<string, string> parameters, AdminClient client, Printer printer, CancellationToken cancellationToken)
    {
        var answer = await client.GetAsync<CountsDocument>(PathOf(parse, "counts") + AuditFilterOptions.Query(parameters), cancellationToken);
        return answer.Failed(out var failure, out var counts) ? printer.Fail(failure) : printer.Done(counts.Value, RecordTable.Counts(counts.Value, printer));
    }
}
