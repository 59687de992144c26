using System.CommandLine;
using TenantGateway.Cli.Terminal;

namespace TenantGateway.Cli.Tenants;

/// <summary><c>tgw tenants unbind</c></summary>
internal sealed class TenantsUnbindCommand : DefinitionCommand
{
    private readonly Argument<OrganizationDocument> _organization = OrganizationArgument.Create();

    public TenantsUnbindCommand(Shell shell)
        : base(shell, "unbind", "Refuses the members of an organization from now on, and ends their streams. The tenant keeps at least one.") => Add(_organization);

    public override string Example => """  tgw tenants unbind acme https://id.example.com/=org_acme_uk --reason "Acme UK was sold" """.TrimEnd();

    protected override Answer<TenantDefinitionDocument> Change(ParseResult parse, TenantDefinitionDocument definition)
    {
        var organization = parse.GetRequiredValue(_organization);
        // Done already is done: a command that is run again changes nothing.
        return definition with { Organizations = [.. definition.Organizations.Where(other => !other.Is(organization))] };
    }
}
