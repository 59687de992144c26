using TenantGateway.Core.Tenants;

namespace TenantGateway.Core.Access;

/// <summary>Whether an actor that was admitted would be admitted still: asked for every unit and stream that outlasts the admission.</summary>
public static class ActorStanding
{
    /// <summary>Why not: the tenant is not active, or the organization is not one of it any more. Null where nothing speaks against it. In memory.</summary>
    public static Reason? ReasonAgainst(this ITenantDirectory tenants, Actor actor)
    {
        if (actor.Organization is not { } organization) return tenants.Find(actor.Tenant) is { State: TenantState.Active } ? null : Reasons.TenantSuspended;
        if (tenants.FindByOrganization(organization.Issuer, organization.OrganizationId) is { } tenant && tenant.Id == actor.Tenant)
            return tenant.State == TenantState.Active ? null : Reasons.TenantSuspended;
        // Who ends loses its organizations, too.
        return tenants.Find(actor.Tenant) is { State: TenantState.Active } ? Reasons.UnknownOrganization : Reasons.TenantSuspended;
    }
}
