using System.CommandLine;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using TenantGateway.Cli.Policies;
using TenantGateway.Cli.Terminal;
using TenantGateway.Core.Protection.Policies;
using TenantGateway.Core.Protection.Policies.Reading;

namespace TenantGateway.Cli.Drafts;

/// <summary><c>tgw policy draft</c></summary>
internal sealed class PolicyDraftCommand : DocumentedCommand
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Shell _shell;
    private readonly Option<string> _openApi = new("--openapi") { Description = "An OpenAPI document of version 3.0 or 3.1, JSON or YAML.", HelpName = "FILE", Required = true };
    private readonly Option<string> _name = new("--name") { Description = "The name of the policy.", HelpName = "NAME", DefaultValueFactory = _ => "draft" };
    private readonly Option<string> _role = new("--role") { Description = "Who sees, writes and searches everything. Default: nobody, until somebody writes it.", HelpName = "NAME" };

    public PolicyDraftCommand(Shell shell)
        : base("draft", "Proposes a policy from an OpenAPI document, by the names and formats of properties. The policy goes to standard output; why, and what was not named, to standard error.")
    {
        _shell = shell;
        foreach (var option in (Option[])[_openApi, _name, _role]) Add(option);
        SetAction(Run);
    }

    public override string Example => "  tgw policy draft --openapi openapi.yaml --name contacts > contacts.json";

    private int Run(ParseResult parse)
    {
        var printer = new Printer(_shell, parse);
        if (OpenApiFile.Read(parse.GetRequiredValue(_openApi)).Failed(out var failure, out var document)) return printer.Fail(failure);

        var draft = new PolicyDraft(document);
        if (draft.Make(parse.GetRequiredValue(_name), parse.GetValue(_role)) is not { } policy)
        {
            return printer.Fail(new CliFailure(ExitCode.Invalid, "nothing_recognised", "No property of a JSON body looks like personal data.", "Write the policy by hand."));
        }

        var text = policy.ToJsonString(Indented);
        var read = PolicySetReader.Read([new PolicyFile("draft", Encoding.UTF8.GetBytes(text))]);
        if (read.Snapshot is null) return printer.Fail(PolicyValidateCommand.Invalid(read.Problems));
        Explain(draft.Walk, policy);
        _shell.Output.WriteLine(text);
        return (int)ExitCode.Done;
    }

    private void Explain(SchemaWalk walk, JsonObject policy)
    {
        foreach (var (path, guess) in walk.Fields) Tell($"{path}: {guess.Class}, {guess.Why}.");
        foreach (var path in walk.Unnamed) Tell($"{path}: not named.");
        foreach (var remark in walk.Remarks) Tell(remark);
        if (!policy.ContainsKey("access")) Tell("Nobody may see, write or search anything until there is \"access\".");
    }

    // A document is as little to be trusted with a terminal as what a gateway answers.
    private void Tell(string line) => _shell.Error.WriteLine(string.Concat(line.Select(c => char.IsControl(c) ? ' ' : c)));
}
