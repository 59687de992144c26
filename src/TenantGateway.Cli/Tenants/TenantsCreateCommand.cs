using System.CommandLine;
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
        CustomParser = OrganizationText.ParseMany,
    };

    private readonly Option<string[]> _hosts = new("--host")
    {
        Description = "A host name that serves this tenant only. Repeatable; without one the tenant uses the shared host.",
        HelpName = "HOST",
        Arity = ArgumentArity.ZeroOrMore,
        AllowMultipleArgumentsPerToken = false,
    };

    private readonly DefinitionOptions _more = new();
    private readonly Option<string> _reason = ReasonOption.Create();

    public TenantsCreateCommand(Shell shell)
        : base("create", "Creates a tenant with keys of its own. Running it again with the same definition changes nothing.")
    {
        _shell = shell;
        Add(_id);
        foreach (var option in new Option[] { _name, _organizations, _hosts, _reason }) Add(option);
        _more.AddTo(this);
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
            var definition = _more.Apply(parse, new TenantDefinitionDocument
            {
                Id = parse.GetRequiredValue(_id),
                DisplayName = parse.GetRequiredValue(_name),
                Organizations = parse.GetRequiredValue(_organizations),
                Hosts = parse.GetValue(_hosts) ?? [],
            });
            var answer = await client.PostAsync<TenantDocument>("admin/tenants", definition, parse.GetRequiredValue(_reason), cancellationToken);
            if (answer.Failed(out failure, out var tenant)) return printer.Fail(failure);

            var created = tenant.Status == HttpStatusCode.Created;
            var outcome = created ? $"Created the tenant {tenant.Value.Id}." : $"The tenant {tenant.Value.Id} exists with this definition; nothing was changed.";
            return printer.Done(new { created, tenant = tenant.Value }, outcome, TenantTable.Of([tenant.Value], printer));
        }
    }
}
