using System.Collections.Immutable;

namespace TenantGateway.Core.Access;

/// <summary>The roles of the operator's staff, as their tokens carry them. Each is for administration alone: none of them reveals a value.</summary>
public static class AdminRoles
{
    /// <summary>Creates tenants, looks after them and ends them.</summary>
    public const string TenantAdmin = "tenant-admin";

    /// <summary>Rotates, disables and destroys keys.</summary>
    public const string KeyAdmin = "key-admin";

    /// <summary>Decides which fields are protected and how.</summary>
    public const string PolicyAdmin = "policy-admin";

    /// <summary>Reads what there is and what was done; changes nothing of it. With a second one, learns the name of an actor.</summary>
    public const string SecurityReviewer = "security-reviewer";

    public static readonly ImmutableArray<string> All = [TenantAdmin, KeyAdmin, PolicyAdmin, SecurityReviewer];
}
