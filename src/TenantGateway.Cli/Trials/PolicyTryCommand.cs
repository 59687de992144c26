using System.CommandLine;
using System.Globalization;
using System.Text;
using Spectre.Console;
using TenantGateway.Cli.Policies;
using TenantGateway.Cli.Terminal;
using TenantGateway.Core.Content;

namespace TenantGateway.Cli.Trials;

/// <summary><c>tgw policy try</c></summary>
internal sealed class PolicyTryCommand : DocumentedCommand
{
    private const int MaxBytes = 16 * 1024 * 1024;

    private readonly Shell _shell;
    private readonly Option<string[]> _policy = new("--policy") { Description = "Policy files, or directories with *.json files.", HelpName = "FILE", Required = true, AllowMultipleArgumentsPerToken = true };
    private readonly Option<string> _name = new("--name") { Description = "Which policy, where the files hold several.", HelpName = "NAME" };
    private readonly Option<string> _request = new("--request") { Description = "A message as a caller sends it, in the clear.", HelpName = "FILE" };
    private readonly Option<bool> _response = new("--response") { Description = "The message is what the service answers; its values are sealed first, as the service would hold them." };
    private readonly Option<string> _query = new("--query") { Description = "The query of a request, percent-encoded and without its question mark.", HelpName = "STRING" };
    private readonly Option<string[]> _role = new("--role") { Description = "A role of the caller; repeatable. Default: every role and scope by which the policy grants something.", HelpName = "NAME" };
    private readonly Option<string> _purpose = new("--purpose") { Description = "What the caller states in X-Purpose.", HelpName = "NAME" };

    private readonly Option<string> _type = new Option<string>("--type")
    {
        Description = "How the message is written. Default: by the ending of its name, .json, .ndjson or .jsonl, .form.",
    }.AcceptOnlyFromAmong("json", "ndjson", "form");

    public PolicyTryCommand(Shell shell)
        : base("try", "Tells what would become of a message under a policy, value by value, without a gateway. Keys exist for the trial alone, and no value of the message is shown.")
    {
        _shell = shell;
        foreach (var option in (Option[])[_policy, _name, _request, _response, _type, _query, _role, _purpose]) Add(option);
        Validators.Add(result =>
        {
            if (result.GetResult(_request) is null && result.GetResult(_query) is null) result.AddError("Give --request or --query, or both.");
            if (result.GetResult(_request) is null && result.GetResult(_response) is { Implicit: false }) result.AddError("--response says what the file of --request is.");
        });
        SetAction(Run);
    }

    public override string Example => "  tgw policy try --policy policies/contacts.json --request contact.json --query email=jane%40example.org";

    private int Run(ParseResult parse)
    {
        var printer = new Printer(_shell, parse);
        if (PolicyChoice.Read(parse.GetRequiredValue(_policy), parse.GetValue(_name)).Failed(out var failure, out var policy)) return printer.Fail(failure);

        var now = TimeProvider.System.GetUtcNow();
        using var trial = new PolicyTrial(policy, TrialCaller.Of(policy, parse.GetValue(_role) ?? [], now), parse.GetValue(_purpose), now);
        var outcomes = new List<TrialOutcome>();
        if (parse.GetValue(_query) is { } query) outcomes.Add(trial.TryQuery(Encoding.UTF8.GetBytes(query)));
        if (parse.GetValue(_request) is { } file)
        {
            if (Format(file, parse.GetValue(_type)) is not { } format) return printer.Fail(UnknownType());
            if (Read(file).Failed(out failure, out var body)) return printer.Fail(failure);
            // An editor ends a file with a line; a form has none.
            outcomes.Add(trial.TryBody(format == BodyFormat.Form ? body.AsSpan().TrimEnd("\r\n"u8) : body, format, parse.GetValue(_response)));
        }

        return outcomes.Select(outcome => outcome.Refusal).FirstOrDefault(refusal => refusal is not null) is { } refused ? printer.Fail(Refused(refused)) : Show(outcomes, printer);
    }

    private static int Show(List<TrialOutcome> outcomes, Printer printer)
    {
        var values = outcomes.SelectMany(outcome => outcome.Values).ToList();
        var sketch = string.Concat(outcomes.Select(outcome => outcome.Sketch));
        var hasLines = values.Any(value => value.Line is not null);
        string[] headings = ["Path", "Class", "Protection", "Becomes"];
        var table = Printer.Table(hasLines ? ["Line", .. headings] : headings);
        foreach (var (line, path, fieldClass, protection, becomes, _) in values)
        {
            string[] cells = [path, fieldClass, protection, becomes];
            if (hasLines) cells = [line?.ToString(CultureInfo.InvariantCulture) ?? "", .. cells];
            table.AddRow([.. cells.Select(cell => printer.Cell(cell))]);
        }

        object[] shown = values.Count > 0 ? [table] : ["No rule covers a value of it: it would pass as it is."];
        return printer.Done(new { values, sketch }, [.. shown, .. sketch.TrimEnd('\n').Split('\n')]);
    }

    private static CliFailure Refused(TrialRefusal refusal)
    {
        var place = (refusal.Path, refusal.Line) switch
        {
            (null, null) => "",
            (null, { } line) => string.Create(CultureInfo.InvariantCulture, $" Line {line}."),
            ({ } path, null) => $" {path}.",
            ({ } path, { } line) => string.Create(CultureInfo.InvariantCulture, $" Line {line}, {path}."),
        };
        return new CliFailure(ExitCode.Refused, refusal.Reason.Code, $"The gateway would refuse it: {refusal.Reason.Title}{place}", refusal.Reason.Remedy)
        {
            Errors = refusal.Path is null ? [] : [new FailureDetail(null, refusal.Path, refusal.Reason.Title, null)],
        };
    }

    private static BodyFormat? Format(string file, string? type) => (type ?? Path.GetExtension(file).TrimStart('.')) switch
    {
        "json" => BodyFormat.Json,
        "ndjson" or "jsonl" => BodyFormat.Lines,
        "form" => BodyFormat.Form,
        _ => null,
    };

    private static CliFailure UnknownType() => new(ExitCode.Usage, "unknown_type", "The ending of the file's name does not tell how it is written.", "Give --type json, ndjson or form.");

    private static Answer<byte[]> Read(string file)
    {
        try
        {
            return new FileInfo(file) is { Length: > MaxBytes }
                ? new CliFailure(ExitCode.Usage, "file_too_large", "The file is larger than 16 MiB.", "Try one message, or the first lines of many.")
                : File.ReadAllBytes(file);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return new CliFailure(ExitCode.Usage, "unreadable_file", unreadable.Message, "Check the path and its permissions.");
        }
    }
}
