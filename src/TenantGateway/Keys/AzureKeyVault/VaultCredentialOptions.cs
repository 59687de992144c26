using TenantGateway.Core.Settings;

namespace TenantGateway.Keys.AzureKeyVault;

/// <summary>As whom the gateway speaks to vaults: section <c>Gateway:Keys:AzureKeyVault:Credential</c>. There is no setting for a secret.</summary>
internal sealed class VaultCredentialOptions
{
    internal const string Section = AzureKeyVaultOptions.Section + ":Credential";

    internal const string Default = "Default";
    internal const string WorkloadIdentity = "WorkloadIdentity";
    internal const string ManagedIdentity = "ManagedIdentity";

    /// <summary>
    /// <c>Default</c>: what the environment offers, first of environment variables, workload identity, managed identity (and outside Production the Azure
    /// command line; in Production no secret in the environment). <c>WorkloadIdentity</c> or <c>ManagedIdentity</c>: this one only. Default: <c>Default</c>.
    /// </summary>
    public string Kind { get; set; } = Default;

    /// <summary>The application or user-assigned identity (a GUID). Default: empty, as the environment says.</summary>
    public string ClientId { get; set; } = "";

    /// <summary>The directory in which the gateway's own application signs in (a GUID). Default: empty, as the environment says.</summary>
    public string TenantId { get; set; } = "";

    /// <summary>The file of the workload's federated token. Default: empty, as the environment says.</summary>
    [SecretFile]
    public string TokenFile { get; set; } = "";

    /// <summary>The login endpoint, such as <c>https://login.microsoftonline.us/</c>. Default: empty, the public cloud's.</summary>
    public string AuthorityHost { get; set; } = "";
}
