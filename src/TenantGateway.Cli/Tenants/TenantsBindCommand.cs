using System.CommandLine;
using TenantGateway.Cli.Terminal;

namespace TenantGateway.Cli.Tenants;

/// <summary><c>tgw tenants bind</c></summary>
internal sealed class TenantsBindCommand : DefinitionCommand
{
    private readonly Argument<OrganizationDocument> _organization = OrganizationArgument.Create();
    private readonly Option<string?> _label = new("--label") { Description = "What people call the organization.", HelpName = "TEXT" };

    private readonly Option<string[]> _roles = new("--role")
    {
        Description = "A role that its members may have here, whatever their tokens say. Repeatable; without one, all.",
        HelpName = "ROLE",
        Arity = ArgumentArity.ZeroOrMore,
        AllowMultipleArgumentsPerToken = false,
    };

    private readonly Option<bool> _withoutRoles = new("--no-roles") { Description = "Its members have no role here." };

    public TenantsBindCommand(Shell shell)
        : base(shell, "bind", "Lets the members of a further organization of the same customer act within a tenant, or says anew what holds for one that does.")
    {
        Add(_organization);
        foreach (var option in new Option[] { _label, _roles, _withoutRoles }) Add(option);
        Validators.Add(result =>
        {
            if (result.GetValue(_withoutRoles) && result.GetValue(_roles) is { Length: > 0 }) result.AddError("--role and --no-roles exclude each other.");
        });
    }

    public override string Example => """  tgw tenants bind acme https://id.example.com/=org_acme_uk --label "Acme UK" --role support --reason "contract 4711, annex 3" """.TrimEnd();

    protected override Answer<TenantDefinitionDocument> Change(ParseResult parse, TenantDefinitionDocument definition)
    {
        string[]? roles = parse.GetValue(_withoutRoles) ? [] : parse.GetValue(_roles) is { Length: > 0 } named ? named : null;
        var organization = parse.GetRequiredValue(_organization) with { Label = parse.GetValue(_label), Roles = roles };
        var others = definition.Organizations.Select(other => other.Is(organization) ? organization : other).ToList();
        if (!others.Contains(organization)) others.Add(organization);
        return definition with { Organizations = others };
    }
}
