using System.CommandLine;
using System.Globalization;
using Spectre.Console;
using TenantGateway.Cli.Terminal;
using TenantGateway.Core.Protection.Canaries;
using TenantGateway.Core.Protection.Policies;
using TenantGateway.Core.Protection.Policies.Reading;

namespace TenantGateway.Cli.Policies;

/// <summary><c>tgw policy validate</c></summary>
internal sealed class PolicyValidateCommand : DocumentedCommand
{
    private readonly Shell _shell;

    private readonly Argument<string[]> _files = new("FILE")
    {
        Description = "Policy files, or directories with *.json files. What is given together is checked together.",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<bool> _strict = new("--strict") { Description = "Takes warnings for problems." };

    public PolicyValidateCommand(Shell shell)
        : base("validate", "Checks policy files as the gateway would, and tells everything that is wrong at once.")
    {
        _shell = shell;
        Add(_files);
        Add(_strict);
        SetAction(Run);
    }

    public override string Example => "  tgw policy validate policies/contacts.json";

    private int Run(ParseResult parse)
    {
        var printer = new Printer(_shell, parse);
        if (PolicyFiles.Read(parse.GetRequiredValue(_files)).Failed(out var failure, out var files)) return printer.Fail(failure);

        var result = PolicySetReader.Read(files);
        if (result.Snapshot is not { } snapshot) return printer.Fail(Invalid(result.Problems));
        var problems = snapshot.Policies.Values.OrderBy(policy => policy.Name, StringComparer.Ordinal).SelectMany(policy => PolicyCanary.Check(policy)).ToList();
        if (problems.Count > 0) return printer.Fail(Invalid(problems));
        return parse.GetValue(_strict) && !result.Warnings.IsEmpty ? printer.Fail(Invalid(result.Warnings)) : Valid(snapshot, result.Warnings, printer);
    }

    private static int Valid(PolicySnapshot snapshot, IReadOnlyList<PolicyProblem> warnings, Printer printer)
    {
        var policies = snapshot.Policies.Values.OrderBy(policy => policy.Name, StringComparer.Ordinal).ToList();
        var table = Printer.Table("Policy", "Mode", "Paths", "Classes", "Searched by");
        foreach (var policy in policies)
        {
            table.AddRow(
                printer.Cell(policy.Name),
                printer.Cell(Mode(policy)),
                printer.Cell(policy.Fields.Length.ToString(CultureInfo.InvariantCulture)),
                printer.Cell(string.Join(", ", Classes(policy))),
                printer.Cell(string.Join(", ", SearchedBy(policy))));
        }

        var shown = policies.Select(policy => new { policy.Name, Mode = Mode(policy), Paths = policy.Fields.Length, Classes = Classes(policy), Parameters = SearchedBy(policy) });
        var lines = warnings.Select(warning => $"Warning: {warning}")
            .Concat(policies.Where(policy => policy.Mode == PolicyMode.Observe).Select(policy => $"Policy {policy.Name} only observes: it protects nothing."));
        return printer.Done(new { snapshot.Version, Policies = shown, Warnings = warnings.Select(DetailOf) }, [table, .. lines, $"Valid. Version {snapshot.Version}"]);
    }

    private static string Mode(Policy policy) => policy.Mode.ToString().ToLowerInvariant();

    private static IEnumerable<string> SearchedBy(Policy policy) => policy.Query.Select(query => query.Parameter).Concat(policy.Path.Select(path => path.Template.Text))
        .Concat(policy.Headers.Where(header => header.Use == ValueUse.Search).Select(header => header.Name));

    private static IEnumerable<string> Classes(Policy policy) => policy.Fields.Select(field => field.Class).Concat(policy.Form.Select(field => field.Class))
        .Concat(policy.Headers.Select(header => header.Class)).Concat(policy.Cookies.Select(cookie => cookie.Class)).Select(fieldClass => fieldClass.Value).Distinct().Order(StringComparer.Ordinal);

    internal static CliFailure Invalid(IReadOnlyList<PolicyProblem> problems) =>
        new(ExitCode.Invalid, "invalid_policy", problems.Count == 1 ? "There is 1 problem." : $"There are {problems.Count} problems.", "Mend what is listed and run the command again.")
        {
            Errors = [.. problems.Select(DetailOf)],
        };

    private static FailureDetail DetailOf(PolicyProblem problem) => new(problem.File, problem.Path, problem.Problem, problem.Remedy);
}
