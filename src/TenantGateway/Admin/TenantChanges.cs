using TenantGateway.Core.Audit;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Admin;

/// <summary>One thing that a change of a definition changed.</summary>
/// <param name="Event">What.</param>
/// <param name="Organization">Of which organization; null for what is the tenant's.</param>
internal sealed record TenantChange(AuditEvent Event, OrganizationReference? Organization = null)
{
    /// <summary>Its record, beside that of the whole change.</summary>
    public AuditEntry Of(AuditEntry whole) => whole with { Event = Event, Organization = Organization, Outcome = "ok" };
}

/// <summary>Takes a change of a definition apart, so that the trail answers who let an organization in without anybody comparing definitions.</summary>
internal static class TenantChanges
{
    public static IEnumerable<TenantChange> Between(Tenant before, Tenant after)
    {
        foreach (var organization in after.Organizations)
        {
            if (before.Find(organization.Key) is not { } former) yield return new TenantChange(AuditEvent.OrganizationBound, organization.Reference);
            else if (former != organization) yield return new TenantChange(AuditEvent.OrganizationChanged, organization.Reference);
        }

        foreach (var organization in before.Organizations.Where(organization => after.Find(organization.Key) is null)) yield return new TenantChange(AuditEvent.OrganizationUnbound, organization.Reference);
        if (before.DisplayName != after.DisplayName) yield return new TenantChange(AuditEvent.TenantRenamed);
        if (!before.Hosts.ToHashSet(StringComparer.Ordinal).SetEquals(after.Hosts)) yield return new TenantChange(AuditEvent.TenantHostsChanged);
        if (before.Quotas != after.Quotas) yield return new TenantChange(AuditEvent.TenantQuotasChanged);
        if (!before.Placement.Equals(after.Placement)) yield return new TenantChange(AuditEvent.TenantPlaced);
    }
}
