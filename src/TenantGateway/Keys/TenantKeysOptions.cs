namespace TenantGateway.Keys;

/// <summary>What differs for one tenant: section <c>Gateway:Keys:Tenants:ID</c>.</summary>
internal sealed class TenantKeysOptions
{
    /// <summary>As <see cref="KeysOptions.GraceSeconds"/>, wherever the tenant's key-encryption key is. Required.</summary>
    public int? GraceSeconds { get; set; }
}
