using System.ComponentModel.DataAnnotations;

namespace TenantGateway.Keys.AzureKeyVault;

/// <summary>The deployment's own Key Vault, and how any vault is spoken to: section <c>Gateway:Keys:AzureKeyVault</c>.</summary>
internal sealed class AzureKeyVaultOptions
{
    internal const string Section = "Gateway:Keys:AzureKeyVault";

    private static readonly IReadOnlyList<string> DefaultSuffixes = ["vault.azure.net", "vault.azure.cn", "vault.usgovcloudapi.net"];

    /// <summary>The vault's address, such as <c>https://contoso-keys.vault.azure.net</c>. Required where <c>Gateway:Keys:Service</c> is <c>AzureKeyVault</c>.</summary>
    public string VaultUri { get; set; } = "";

    /// <summary>
    /// The Entra directory (a GUID) to which the vault belongs. A challenge that names another one is refused. Empty: the directory of the credential,
    /// whatever the challenge names. Default: empty.
    /// </summary>
    public string DirectoryId { get; set; } = "";

    /// <summary>
    /// The domains right below which a vault may lie, for the deployment's own and for customers'. Default where it is empty: <c>vault.azure.net</c>,
    /// <c>vault.azure.cn</c>, <c>vault.usgovcloudapi.net</c>.
    /// </summary>
    public List<string> AllowedSuffixes { get; set; } = [];

    /// <summary>Bits of the RSA key-encryption keys that are created: 2048, 3072 or 4096; default 3072.</summary>
    [AllowedValues(2048, 3072, 4096, ErrorMessage = $"{Section}:KeySize must be 2048, 3072 or 4096.")]
    public int KeySize { get; set; } = 3072;

    /// <summary>Whether keys are created in a hardware module (<c>RSA-HSM</c>, <c>EC-HSM</c>); the vault must be of the premium tier. Default: false.</summary>
    public bool Hsm { get; set; }

    /// <summary>
    /// After how many days the vault rotates a key-encryption key by itself, set when the key is created; 0: never, else 28 to 3650. Default: 0.
    /// What was wrapped before stays under the older version until it is rewrapped.
    /// </summary>
    [Range(0, 3650, ErrorMessage = $"{Section}:RotateAfterDays must be 0 or 28 to 3650.")]
    public int RotateAfterDays { get; set; }

    /// <summary>The P-256 key that signs records; 1 to 64 characters of <c>[a-z0-9-]</c>, default <c>tenantgateway-signing</c>.</summary>
    [RegularExpression("^[a-z0-9-]{1,64}$", ErrorMessage = $"{Section}:SigningKeyName must be 1 to 64 characters of [a-z0-9-].")]
    public string SigningKeyName { get; set; } = "tenantgateway-signing";

    /// <summary>
    /// The version of the signing key. Set it: records verify under one version only, so a version that somebody adds later must change nothing.
    /// Empty: the newest when the process first needs it. Default: empty.
    /// </summary>
    [RegularExpression("^[0-9a-zA-Z]{0,64}$", ErrorMessage = $"{Section}:SigningKeyVersion must be a version of the key, as the last part of its identifier.")]
    public string SigningKeyVersion { get; set; } = "";

    /// <summary>How long one attempt may take, in seconds; 1 to 30, default 4.</summary>
    [Range(1, 30, ErrorMessage = $"{Section}:AttemptSeconds must be 1 to 30.")]
    public int AttemptSeconds { get; set; } = 4;

    /// <summary>How long a call may take with its retries and waits, in seconds; 1 to 120, default 15.</summary>
    [Range(1, 120, ErrorMessage = $"{Section}:CallSeconds must be 1 to 120.")]
    public int CallSeconds { get; set; } = 15;

    /// <summary>How often a call is tried again after a 408, 429, 5xx or a broken connection; 0 to 5, default 2.</summary>
    [Range(0, 5, ErrorMessage = $"{Section}:Retries must be 0 to 5.")]
    public int Retries { get; set; } = 2;

    /// <summary>The longest <c>Retry-After</c> that is waited for, in seconds; a longer one ends the call as unavailable. 0 to 30, default 5.</summary>
    [Range(0, 30, ErrorMessage = $"{Section}:MaxRetryAfterSeconds must be 0 to 30.")]
    public int MaxRetryAfterSeconds { get; set; } = 5;

    /// <summary>As whom the gateway speaks to vaults.</summary>
    public VaultCredentialOptions Credential { get; set; } = new();

    /// <summary>A vault on this machine, for tests and development.</summary>
    public LoopbackVaultOptions Loopback { get; set; } = new();

    internal IReadOnlyList<string> Suffixes => AllowedSuffixes.Count > 0 ? AllowedSuffixes : DefaultSuffixes;
}
