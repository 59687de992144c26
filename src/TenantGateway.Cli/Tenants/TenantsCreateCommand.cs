using System.CommandLine;
using System.CommandLine.Parsing;
using System.Net;
using TenantGateway.Cli.Admin;
using TenantGateway.Cli.Terminal;

namespace TenantGateway.Cli.Tenants;

/// <summary><c>tgw tenants create</c></summary>
internal sealed class TenantsCreateCommand : DocumentedCommand
{
    private readonly Shell _shell;

    private readonly Argument<string> _id = new("ID")
    {
        Description = "The tenant's name for ever: 2 to 39 characters of a-z, 0-9 and hyphen, starting with a letter.",
    };

    private readonly Option<string> _name = new("--name")
    {
        Description = "What people call the tenant.",
        HelpName = "TEXT",
        Required = true,
    };

    private readonly Option<OrganizationDocument[]> _organizations = new("--organization")
    {
        Description = "Whose members belong to the tenant: the issuer exactly as tokens have it, and the organization's id there. Repeatable.",
        HelpName = "ISSUER=ORG_ID",
        Required = true,
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
        CustomParser = ParseOrganizations,
    };

    private readonly Option<string[]> _hosts = new("--host")
    {
        Description = "A host name that serves this tenant only. Repeatable; without one the tenant uses the shared host.",
        HelpName = "HOST",
        Arity = ArgumentArity.ZeroOrMore,
        AllowMultipleArgumentsPerToken = false,
    };

    private readonly Option<string> _reason = ReasonOption.Create();

    public TenantsCreateCommand(Shell shell)
        : base("create", "Creates a tenant with keys of its own. Running it again with the same definition changes nothing.")
    {
        _shell = shell;
        Add(_id);
        foreach (var option in new Option[] { _name, _organizations, _hosts, _reason }) Add(option);
        SetAction(RunAsync);
    }

    public override string Example => """
          tgw tenants create acme --name "Acme Ltd" --organization https://id.example.com/=org_acme1 \
              --host acme.example.com --reason "contract 4711"
        """;

    private async Task<int> RunAsync(ParseResult parse, CancellationToken cancellationToken)
    {
        var printer = new Printer(_shell, parse);
        if (AdminClient.Create(_shell).Failed(out var failure, out var client)) return printer.Fail(failure);
        using (client)
        {
            var definition = new NewTenantDocument(
                parse.GetRequiredValue(_id), parse.GetRequiredValue(_name), parse.GetRequiredValue(_organizations), parse.GetValue(_hosts) ?? []);
            var answer = await client.PostAsync<TenantDocument>("admin/tenants", definition, parse.GetRequiredValue(_reason), cancellationToken);
            if (answer.Failed(out failure, out var tenant)) return printer.Fail(failure);

            var created = tenant.Status == HttpStatusCode.Created;
            var outcome = created ? $"Created the tenant {tenant.Value.Id}." : $"The tenant {tenant.Value.Id} exists with this definition; nothing was changed.";
            return printer.Done(new { created, tenant = tenant.Value }, outcome, TenantTable.Of([tenant.Value], printer));
        }
    }

    /// <summary>The issuer is a URL and may hold an equals sign; an organization's id does not.</summary>
    private static OrganizationDocument[] ParseOrganizations(ArgumentResult result)
    {
        var organizations = new List<OrganizationDocument>();
        foreach (var token in result.Tokens)
        {
            var middle = token.Value.LastIndexOf('=');
            if (middle < 1 || middle == token.Value.Length - 1) result.AddError($"--organization takes ISSUER=ORG_ID, not '{token.Value}'.");
            else organizations.Add(new OrganizationDocument { Issuer = token.Value[..middle], OrganizationId = token.Value[(middle + 1)..] });
        }

        return [.. organizations];
    }
}
