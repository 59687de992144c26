using System.ComponentModel.DataAnnotations;

namespace TenantGateway.Keys;

/// <summary>How the gateway uses its key service: section <c>Gateway:Keys</c>.</summary>
internal sealed class KeysOptions
{
    internal const string Section = "Gateway:Keys";

    /// <summary>How long the key service may take to unwrap a generation, in seconds; 1 to 60, default 5.</summary>
    [Range(1, 60, ErrorMessage = $"{Section}:UnwrapTimeoutSeconds must be 1 to 60.")]
    public int UnwrapTimeoutSeconds { get; set; } = 5;

    /// <summary>How many unwraps may run at once; 1 to 256, default 8.</summary>
    [Range(1, 256, ErrorMessage = $"{Section}:ConcurrentUnwraps must be 1 to 256.")]
    public int ConcurrentUnwraps { get; set; } = 8;

    /// <summary>
    /// How long a new generation is known before anybody writes with it, in seconds, so that every replica has read of it: at least two of the
    /// intervals at which replicas look. 1 to 600, default 15.
    /// </summary>
    [Range(1, 600, ErrorMessage = $"{Section}:PromotionWaitSeconds must be 1 to 600.")]
    public int PromotionWaitSeconds { get; set; } = 15;

    /// <summary>The age at which a tenant's data generation is rotated, in days; 1 to 3,650, or 0 for never. Default 0.</summary>
    [Range(0, 3650, ErrorMessage = $"{Section}:RotateDataAfterDays must be 0 to 3650.")]
    public int RotateDataAfterDays { get; set; }

    /// <summary>What differs for single tenants, by their ids.</summary>
    public Dictionary<string, TenantKeysOptions> Tenants { get; set; } = [];
}

/// <summary>How one tenant's keys are used: section <c>Gateway:Keys:Tenants:ID</c>.</summary>
internal sealed class TenantKeysOptions
{
    /// <summary>As <see cref="KeysOptions.RotateDataAfterDays"/>, for this tenant; 0 for never.</summary>
    public int RotateDataAfterDays { get; set; }
}
