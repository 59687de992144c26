using System.CommandLine.Parsing;

namespace TenantGateway.Cli.Tenants;

/// <summary>An organization on the command line: <c>ISSUER=ORG_ID</c>. The issuer is a URL and may hold an equals sign; an organization's id does not.</summary>
internal static class OrganizationText
{
    public const string Form = "ISSUER=ORG_ID";

    public static OrganizationDocument[] ParseMany(ArgumentResult result)
    {
        var organizations = new List<OrganizationDocument>();
        foreach (var token in result.Tokens)
        {
            var middle = token.Value.LastIndexOf('=');
            if (middle < 1 || middle == token.Value.Length - 1) result.AddError($"--organization takes {Form}, not '{token.Value}'.");
            else organizations.Add(new OrganizationDocument { Issuer = token.Value[..middle], OrganizationId = token.Value[(middle + 1)..] });
        }

        return [.. organizations];
    }

    public static OrganizationDocument? ParseOne(ArgumentResult result) => ParseMany(result).SingleOrDefault();
}
