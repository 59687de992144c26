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

    /// <summary>How many unwraps may run at once; 1 to 256, default 8.</summary>
    [Range(1, 256, ErrorMessage = $"{Section}:ConcurrentUnwraps must be 1 to 256.")]
    public int ConcurrentUnwraps { get; set; } = 8;
}
