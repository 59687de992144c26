namespace TenantGateway.Core.Tenants;

/// <summary>An organization whose members act within a tenant, and what is said of it there. It belongs to one tenant only.</summary>
public sealed record OrganizationBinding
{
    public OrganizationBinding(string issuer, string organizationId)
    {
        Key = new OrganizationKey(issuer, organizationId);
        Reference = OrganizationReference.Of(Key);
    }

    public OrganizationKey Key { get; }

    /// <summary>The exact <c>iss</c> of the tokens.</summary>
    public string Issuer => Key.Issuer;

    /// <summary>The exact <c>org_id</c>, never the display name of the organization.</summary>
    public string OrganizationId => Key.OrganizationId;

    /// <summary>Its name in audit records and assertions.</summary>
    public OrganizationReference Reference { get; }

    /// <summary>What people call it; null where nobody said.</summary>
    public string? Label { get; init; }

    /// <summary>The roles that its members may have here, whatever their tokens say; null for all.</summary>
    public RoleCeiling? Roles { get; init; }

    /// <summary>
    /// True for a binding from before organizations had actors of their own: the same subject of all such organizations of a tenant is one actor, as the handles
    /// that were given out and the actor ids that services keep have it.
    /// </summary>
    public bool SharesActors { get; init; }
}
