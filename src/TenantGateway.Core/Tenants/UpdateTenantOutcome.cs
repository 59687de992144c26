namespace TenantGateway.Core.Tenants;

/// <summary>What became of a change of what defines a tenant.</summary>
public enum UpdateTenantOutcome
{
    Updated,

    /// <summary>It was defined so already, whatever revision was named: nothing was written.</summary>
    Unchanged,

    UnknownTenant,

    /// <summary>Somebody else has changed it since the revision that was named: nothing was written.</summary>
    OtherRevision,

    /// <summary>An organization, a host or a cluster belongs to another tenant: nothing was written.</summary>
    Conflict,

    /// <summary>The tenant has ended: nothing was written.</summary>
    Ended,
}

/// <param name="Outcome">How it ended.</param>
/// <param name="Before">The tenant as it was; null where there was none.</param>
/// <param name="After">The tenant as it is; null where there is none.</param>
public sealed record UpdateTenantResult(UpdateTenantOutcome Outcome, Tenant? Before, Tenant? After);
