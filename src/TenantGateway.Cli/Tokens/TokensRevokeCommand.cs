using System.CommandLine;
using TenantGateway.Cli.Admin;
using TenantGateway.Cli.Terminal;

namespace TenantGateway.Cli.Tokens;

/// <summary><c>tgw tokens revoke</c></summary>
internal sealed class TokensRevokeCommand : AdminCommand
{
    private readonly Option<string> _issuer = new("--issuer") { Description = "The issuer exactly as its tokens have it.", HelpName = "ISSUER", Required = true };
    private readonly Option<bool> _all = new("--all") { Description = "Every login by the issuer." };
    private readonly Option<string> _before = new("--before") { Description = "Ends logins that began up to this moment, in RFC 3339. Default: now.", HelpName = "TIME" };
    private readonly Option<string> _reason = ReasonOption.Create();

    private readonly Option<string>[] _names =
    [
        new("--token") { Description = "One token, by its jti.", HelpName = "JTI" },
        new("--session") { Description = "One session with all its tokens, by its sid.", HelpName = "SID" },
        new("--subject") { Description = "Every login of a person or service, by its sub.", HelpName = "SUB" },
        new("--organization") { Description = "Every login of an organization.", HelpName = "ORG_ID" },
    ];

    public TokensRevokeCommand(Shell shell)
        : base(shell, "revoke", "Ends logins before their tokens do, with the streams that are open, on all processes within a second.")
    {
        Add(_issuer);
        foreach (var name in _names) Add(name);
        foreach (var option in new Option[] { _all, _before, _reason }) Add(option);
        Validators.Add(result =>
        {
            var given = _names.Count(name => result.GetResult(name) is not null) + (result.GetValue(_all) ? 1 : 0);
            if (given != 1) result.AddError("Say what is revoked: one of --token, --session, --subject, --organization and --all.");
        });
    }

    public override string Example => """
          tgw tokens revoke --issuer https://id.example.com/ --subject "auth0|6650c4f2" --reason "laptop stolen, incident 17"
          tgw tokens revoke --issuer https://id.example.com/ --organization org_acme1 --reason "incident 18"
        """;

    protected override async Task<int> RunAsync(ParseResult parse, AdminClient client, Printer printer, CancellationToken cancellationToken)
    {
        var option = Array.Find(_names, name => parse.GetResult(name) is not null);
        var draft = new Dictionary<string, string> { ["issuer"] = parse.GetRequiredValue(_issuer), ["kind"] = option?.Name.TrimStart('-') ?? "issuer" };
        if (option is not null) draft["name"] = parse.GetRequiredValue(option);
        if (parse.GetValue(_before) is { } before) draft["before"] = before;
        var answer = await client.PostAsync<RevocationDocument>("admin/revocations", draft, parse.GetRequiredValue(_reason), cancellationToken);
        return answer.Failed(out var failure, out var revoked) ? printer.Fail(failure) : printer.Done(revoked.Value, RevocationTable.Of([revoked.Value], printer));
    }
}
