using TenantGateway.KeyVault;

namespace TenantGateway.Tests.World;

/// <summary>How a process is set up for the vault, as docs/key-vault.md says it.</summary>
internal static class KeyVaultSettings
{
    private const string Section = "Gateway:Keys:AzureKeyVault:";

    public static IEnumerable<KeyValuePair<string, string?>> For(VaultServer vault, string identity) =>
    [
        new("Gateway:Keys:Service", "AzureKeyVault"),
        new(Section + "VaultUri", vault.Address.GetLeftPart(UriPartial.Authority)),
        new(Section + "DirectoryId", vault.DirectoryId),
        new(Section + "KeySize", "2048"),
        new(Section + "Credential:Kind", "WorkloadIdentity"),
        new(Section + "Credential:ClientId", identity),
        new(Section + "Credential:TenantId", vault.DirectoryId),
        new(Section + "Credential:TokenFile", vault.TokenFile),
        new(Section + "Credential:AuthorityHost", vault.LoginAddress.AbsoluteUri),
        new(Section + "Loopback:CaFile", vault.CaFile),
    ];
}
