using System.CommandLine;
using System.Text.Json;
using TenantGateway.Cli.Admin;
using TenantGateway.Cli.Policies;
using TenantGateway.Cli.Terminal;
using TenantGateway.Core.Protection.Explanations;

namespace TenantGateway.Cli.Access;

/// <summary><c>tgw access explain</c>: on files right here, or asked of a gateway.</summary>
internal sealed class AccessExplainCommand : DocumentedCommand
{
    private readonly Shell _shell;
    private readonly ClaimNames _names = new();
    private readonly Option<string> _token = new("--token") { Description = "A file with the claims of a token, or with the token; of that only the claims are read.", HelpName = "FILE", Required = true };
    private readonly Option<string> _route = new("--route") { Description = "Asks the gateway, which knows its issuers and tenants: the id of a route.", HelpName = "ID" };
    private readonly Option<string[]> _policy = new("--policy") { Description = "Asks no gateway: policy files, or directories with *.json files.", HelpName = "FILE", AllowMultipleArgumentsPerToken = true };
    private readonly Option<string> _name = new("--name") { Description = "With --policy: which policy, where the files hold several.", HelpName = "NAME" };
    private readonly Option<string> _service = new("--service") { Description = "With --policy: the token is that of a service, registered under this name.", HelpName = "NAME" };
    private readonly Option<string> _purpose = new("--purpose") { Description = "What the caller states in X-Purpose.", HelpName = "NAME" };

    private readonly Option<string> _at = new("--at")
    {
        Description = "When: RFC 3339, such as 2026-03-01T12:00:00Z. Default: now.",
        HelpName = "TIME",
        CustomParser = result => Moments.TryParse(result.Tokens[0].Value, out _) ? result.Tokens[0].Value : Refused(result),
    };

    public AccessExplainCommand(Shell shell)
        : base("explain", "Tells what a token would be given on a route or under a policy, in which form and by which rules.")
    {
        _shell = shell;
        foreach (var option in (Option[])[_token, _route, _policy, _name, _service, _purpose, _at, .. _names.Options]) Add(option);
        Validators.Add(result =>
        {
            if (result.GetResult(_route) is null == (result.GetResult(_policy) is null)) result.AddError("Give either --route or --policy.");
        });
        SetAction(RunAsync);
    }

    public override string Example => "  tgw access explain --policy policies/contacts.json --token claims.json --purpose support-case";

    private async Task<int> RunAsync(ParseResult parse, CancellationToken cancellationToken)
    {
        var printer = new Printer(_shell, parse);
        if (ClaimsFile.Read(parse.GetRequiredValue(_token)).Failed(out var failure, out var claims)) return printer.Fail(failure);
        using (claims)
        {
            return parse.GetValue(_route) is { } route
                ? await AskAsync(parse, printer, route, claims.RootElement, cancellationToken)
                : ExplainHere(parse, printer, claims.RootElement);
        }
    }

    private async Task<int> AskAsync(ParseResult parse, Printer printer, string route, JsonElement claims, CancellationToken cancellationToken)
    {
        if (AdminClient.Create(_shell).Failed(out var failure, out var client)) return printer.Fail(failure);
        using (client)
        {
            var question = new Dictionary<string, object> { ["route"] = route, ["claims"] = claims };
            if (parse.GetValue(_purpose) is { } purpose) question["purpose"] = purpose;
            if (parse.GetValue(_at) is { } at) question["at"] = at;
            var answer = await client.AskAsync<AccessDocument>("admin/access/explain", question, cancellationToken);
            return answer.Failed(out failure, out var explained) ? printer.Fail(failure) : printer.Done(explained.Value, AccessTables.Of(explained.Value, printer));
        }
    }

    private int ExplainHere(ParseResult parse, Printer printer, JsonElement claims)
    {
        if (PolicyChoice.Read(parse.GetRequiredValue(_policy), parse.GetValue(_name)).Failed(out var failure, out var policy)) return printer.Fail(failure);
        var now = parse.GetValue(_at) is { } text && Moments.TryParse(text, out var at) ? at : TimeProvider.System.GetUtcNow();
        var explained = AccessExplainer.Explain(policy, _names.ActorOf(parse, claims, parse.GetValue(_service)), parse.GetValue(_purpose), now);
        return printer.Done(explained, AccessTables.Of(explained, printer));
    }

    private static string? Refused(System.CommandLine.Parsing.ArgumentResult result)
    {
        result.AddError("--at is a moment of RFC 3339, such as 2026-03-01T12:00:00Z.");
        return null;
    }
}

/// <summary>What the gateway answers.</summary>
internal sealed record AccessDocument(string Route, string PolicyVersion, string? TokenDefect, string? Tenant, string? RefusedAs, AccessExplanation? Access);
