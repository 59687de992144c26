using System.ComponentModel.DataAnnotations;

namespace TenantGateway.Keys;

/// <summary>How the gateway uses its key service: section <c>Gateway:Keys</c>.</summary>
internal sealed class KeysOptions
{
    internal const string Section = "Gateway:Keys";

    internal const string Local = "Local";
    internal const string AzureKeyVault = "AzureKeyVault";

    /// <summary>The key service: <c>Local</c> or <c>AzureKeyVault</c>; default <c>Local</c>.</summary>
    [AllowedValues(Local, AzureKeyVault, ErrorMessage = $"{Section}:Service must be {Local} or {AzureKeyVault}.")]
    public string Service { get; set; } = Local;

    /// <summary>How long the key service may take to unwrap a generation, in seconds; 1 to 60, default 5.</summary>
    [Range(1, 60, ErrorMessage = $"{Section}:UnwrapTimeoutSeconds must be 1 to 60.")]
    public int UnwrapTimeoutSeconds { get; set; } = 5;

    /// <summary>How many unwraps may begin at once in one vault; 1 to 256, default 8. Probes have as many of their own.</summary>
    [Range(1, 256, ErrorMessage = $"{Section}:ConcurrentUnwraps must be 1 to 256.")]
    public int ConcurrentUnwraps { get; set; } = 8;

    /// <summary>
    /// How long no key-encryption key goes without a probe while something wrapped by it is held, in seconds; 1 to 30, default 30. The promise of 60 s
    /// from a vault's first refusal to denial everywhere rests on it.
    /// </summary>
    [Range(1, 30, ErrorMessage = $"{Section}:ProbeSeconds must be 1 to 30.")]
    public int ProbeSeconds { get; set; } = 30;

    /// <summary>How long the key service may take to answer a probe, in seconds; 1 to 15, default 5.</summary>
    [Range(1, 15, ErrorMessage = $"{Section}:ProbeTimeoutSeconds must be 1 to 15.")]
    public int ProbeTimeoutSeconds { get; set; } = 5;

    /// <summary>How long held keys are used without the key service, in seconds from the last good unwrap; 0 to 86,400, default 900.</summary>
    [Range(0, 86_400, ErrorMessage = $"{Section}:GraceSeconds must be 0 to 86400.")]
    public int GraceSeconds { get; set; } = 900;

    /// <summary>
    /// How long held keys are used without the key service where the key-encryption key is in a vault of the customer's own, in seconds; 0 to 86,400, default 0: who brings a key wants it to be in force, and
    /// the first probe without an answer ends the use.
    /// </summary>
    [Range(0, 86_400, ErrorMessage = $"{Section}:CustomerVaultGraceSeconds must be 0 to 86400.")]
    public int CustomerVaultGraceSeconds { get; set; }

    /// <summary>For how long an unwrap that failed is not tried again, in seconds; 0 to 10, default 2. With 0 every request tries.</summary>
    [Range(0, 10, ErrorMessage = $"{Section}:FailureMemorySeconds must be 0 to 10.")]
    public int FailureMemorySeconds { get; set; } = 2;

    /// <summary>
    /// How long a new generation is known before anybody writes with it, in seconds, so that every replica has read of it. 2 to 600 and at
    /// least twice <c>Gateway:Changes:PollSeconds</c>, the interval at which replicas look; default 15.
    /// </summary>
    [Range(2, 600, ErrorMessage = $"{Section}:PromotionWaitSeconds must be 2 to 600.")]
    public int PromotionWaitSeconds { get; set; } = 15;

    /// <summary>The age at which a tenant's data generation is rotated, in days; 0 to 3,650, 0 for never. Default 0.</summary>
    [Range(0, 3650, ErrorMessage = $"{Section}:RotateDataAfterDays must be 0 to 3650.")]
    public int RotateDataAfterDays { get; set; }

    /// <summary>What differs for single tenants, by tenant id. An id need not exist yet.</summary>
    public Dictionary<string, TenantKeysOptions> Tenants { get; set; } = new(StringComparer.Ordinal);
}
