namespace TenantGateway.Keys;

/// <summary>What differs for one tenant: section <c>Gateway:Keys:Tenants:ID</c>. One of the settings is required.</summary>
internal sealed class TenantKeysOptions
{
    /// <summary>As <see cref="KeysOptions.GraceSeconds"/>, wherever the tenant's key-encryption key is.</summary>
    public int? GraceSeconds { get; set; }

    /// <summary>As <see cref="KeysOptions.RotateDataAfterDays"/>, for this tenant; 0 for never.</summary>
    public int? RotateDataAfterDays { get; set; }
}
