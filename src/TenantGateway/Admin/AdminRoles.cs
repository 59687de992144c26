namespace TenantGateway.Admin;

/// <summary>The roles of the operator's staff, as their tokens carry them.</summary>
internal static class AdminRoles
{
    /// <summary>Creates tenants and looks after them.</summary>
    public const string TenantAdmin = "tenant-admin";

    /// <summary>Looks after keys: rotates them, turns them off, binds tenants to their own.</summary>
    public const string KeyAdmin = "key-admin";

    /// <summary>Reads what there is and what was done; changes nothing.</summary>
    public const string SecurityReviewer = "security-reviewer";
}
