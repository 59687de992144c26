using System.CommandLine;
using System.Globalization;
using TenantGateway.Cli.Admin;
using TenantGateway.Cli.Terminal;

namespace TenantGateway.Cli.Audit;

/// <summary><c>tgw audit export</c></summary>
internal sealed class AuditExportCommand : AdminCommand
{
    private readonly Option<string?> _tenant = new("--tenant") { Description = "Whose records; operator for the operator's own. Left out: the whole log.", HelpName = "TENANT" };
    private readonly Option<DateTimeOffset?> _from = new("--from") { Description = "From this moment on, in UTC where it says nothing else.", HelpName = "TIME", CustomParser = Moment };
    private readonly Option<DateTimeOffset?> _to = new("--to") { Description = "Before this moment.", HelpName = "TIME", CustomParser = Moment };
    private readonly Option<string> _file = FileOption.Create("Where the zip file is written.");

    public AuditExportCommand(Shell shell)
        : base(shell, "export", "Exports audit records with proofs that verify offline. Takes the role security-reviewer, and is itself on record.")
    {
        Add(_tenant);
        Add(_from);
        Add(_to);
        Add(_file);
    }

    public override string Example => "  tgw audit export --tenant acme --from 2026-01-01 --to 2026-04-01 --file acme.zip";

    protected override async Task<int> RunAsync(ParseResult parse, AdminClient client, Printer printer, CancellationToken cancellationToken)
    {
        var file = parse.GetRequiredValue(_file);
        List<string> query = [];
        if (parse.GetValue(_tenant) is { } tenant) query.Add($"tenant={Uri.EscapeDataString(tenant)}");
        if (parse.GetValue(_from) is { } from) query.Add($"from={Text(from)}");
        if (parse.GetValue(_to) is { } to) query.Add($"to={Text(to)}");
        var path = "admin/audit/export" + (query.Count == 0 ? "" : "?" + string.Join('&', query));
        return await client.DownloadAsync(path, "application/zip", file, cancellationToken) is { } failure
            ? printer.Fail(failure)
            : printer.Done(new { file, bytes = new FileInfo(file).Length }, $"Wrote {file}.", $"Verify it: tgw audit verify {file} --key PUBLIC.pem");
    }

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static DateTimeOffset? Moment(System.CommandLine.Parsing.ArgumentResult result)
    {
        var text = result.Tokens is [var token] ? token.Value : "";
        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)) return time;
        result.AddError($"'{text}' is no time such as 2026-01-31 or 2026-01-31T12:00:00Z.");
        return null;
    }
}
