using System.ComponentModel.DataAnnotations;

namespace TenantGateway.Keys;

/// <summary>What differs for one tenant: section <c>Gateway:Keys:Tenants:ID</c>. At least one is set.</summary>
internal sealed class TenantKeysOptions
{
    /// <summary>As <see cref="KeysOptions.GraceSeconds"/>, wherever the tenant's key-encryption key is.</summary>
    [Range(0, 86_400)]
    public int? GraceSeconds { get; set; }

    /// <summary>As <see cref="KeysOptions.RotateDataAfterDays"/>, for this tenant; 0 for never.</summary>
    [Range(0, 3650)]
    public int? RotateDataAfterDays { get; set; }
}
