using System.CommandLine;
using System.Globalization;
using Spectre.Console;
using TenantGateway.Cli.Admin;
using TenantGateway.Cli.Terminal;

namespace TenantGateway.Cli.Policies;

/// <summary><c>tgw policy coverage</c></summary>
internal sealed class PolicyCoverageCommand : AdminCommand
{
    // What is not protected, or should not be there. What a later gateway counts beside is one too: nothing unknown is safe.
    private static readonly string[] Covered = ["protected", "given", "found"];
    private static readonly string[] CoveredBodies = ["inspected", "refused", "none"];

    private readonly Option<string> _route = new("--route") { Description = "Only this route.", HelpName = "ID" };
    private readonly Option<string> _from = new("--from") { Description = "The first day, in UTC. Default: six days before the last.", HelpName = "DAY" };
    private readonly Option<string> _to = new("--to") { Description = "The last day. Default: today.", HelpName = "DAY" };
    private readonly Option<bool> _strict = new("--strict") { Description = "Exits with 7 where anything passed that no policy protects." };

    public PolicyCoverageCommand(Shell shell)
        : base(shell, "coverage", "Tells what policies cover in the traffic of each route, and which values nobody has named.")
    {
        foreach (var option in (Option[])[_route, _from, _to, _strict]) Add(option);
    }

    public override string Example => "  tgw policy coverage --route contacts --from 2026-03-01";

    protected override async Task<int> RunAsync(ParseResult parse, AdminClient client, Printer printer, CancellationToken cancellationToken)
    {
        (string Name, string? Value)[] query = [("route", parse.GetValue(_route)), ("from", parse.GetValue(_from)), ("to", parse.GetValue(_to))];
        var path = "admin/coverage?" + string.Join('&', query.Where(pair => pair.Value is not null).Select(pair => $"{pair.Name}={Uri.EscapeDataString(pair.Value ?? "")}"));
        if ((await client.GetAsync<CoverageDocument>(path, cancellationToken)).Failed(out var failure, out var answer)) return printer.Fail(failure);
        var shown = answer.Value;
        var table = Printer.Table("ROUTE", "MODE", "WHAT", "DETAIL", "COUNT");
        foreach (var route in shown.Routes)
        {
            foreach (var count in route.Counts)
            {
                table.AddRow(printer.Cell(route.Route), printer.Cell(route.Mode ?? "-"), printer.Cell(count.What), printer.Cell(count.Detail), printer.Cell(count.Count.ToString(CultureInfo.InvariantCulture)));
            }
        }

        var gaps = shown.Routes.SelectMany(route => route.Counts).Count(IsGap);
        var told = gaps == 0 ? $"From {shown.From} to {shown.To}: nothing passed that no policy protects." : $"From {shown.From} to {shown.To}: {gaps.ToString(CultureInfo.InvariantCulture)} kinds of gaps.";
        var done = printer.Done(shown, table, told);
        return parse.GetValue(_strict) && gaps > 0 ? (int)ExitCode.Invalid : done;
    }

    private static bool IsGap(CoverageItemDocument count) => count.What == "body" ? !CoveredBodies.Contains(count.Detail.Split(' ')[^1]) : !Covered.Contains(count.What);
}

/// <summary>What the admin plane answers.</summary>
internal sealed record CoverageDocument(string From, string To, RouteCoverageDocument[] Routes);

internal sealed record RouteCoverageDocument(string Route, string? Policy, string? Mode, CoverageItemDocument[] Counts);

internal sealed record CoverageItemDocument(string What, string Detail, long Count);
