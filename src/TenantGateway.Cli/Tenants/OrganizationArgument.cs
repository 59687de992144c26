using System.CommandLine;

namespace TenantGateway.Cli.Tenants;

/// <summary>The argument of commands for one organization of a tenant.</summary>
internal static class OrganizationArgument
{
    public static Argument<OrganizationDocument> Create() => new(OrganizationText.Form)
    {
        Description = "The issuer exactly as tokens have it, and the organization's id there.",
        CustomParser = OrganizationText.ParseOne,
    };
}
