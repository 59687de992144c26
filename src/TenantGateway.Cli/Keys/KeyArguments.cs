using System.CommandLine;

namespace TenantGateway.Cli.Keys;

/// <summary>What the commands on keys take.</summary>
internal static class KeyArguments
{
    public static Argument<string> Tenant() => new("TENANT") { Description = "Whose keys: the tenant's id." };

    public static Option<string> Generation() => new("--generation")
    {
        Description = "The key id of the generation, as 'tgw keys list' shows it.",
        HelpName = "KEYID",
        Required = true,
    };

    public static string PathOf(string tenant) => $"admin/tenants/{Uri.EscapeDataString(tenant)}/keys";
}
