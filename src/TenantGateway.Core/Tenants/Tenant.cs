using System.Collections.Immutable;

namespace TenantGateway.Core.Tenants;

/// <summary>A customer: who belongs to it, which hosts are its own, what it may use and where it goes.</summary>
public sealed record Tenant
{
    public required TenantId Id { get; init; }

    public required string DisplayName { get; init; }

    public required TenantState State { get; init; }

    /// <summary>The organizations whose members act within this tenant: the customer's own and those of its affiliates.</summary>
    public required ImmutableArray<OrganizationBinding> Organizations { get; init; }

    /// <summary>Host names, lower case and without port, that serve this tenant only. They veto, they never decide.</summary>
    public required ImmutableArray<string> Hosts { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>1 as it was created; one more with every change of what defines it. Its state has none.</summary>
    public long Revision { get; init; } = 1;

    public QuotaOverrides Quotas { get; init; } = QuotaOverrides.None;

    public TenantPlacement Placement { get; init; } = TenantPlacement.Anywhere;

    /// <summary>The binding of an organization; null where it is not one of this tenant.</summary>
    public OrganizationBinding? Find(OrganizationKey key)
    {
        foreach (var organization in Organizations)
        {
            if (organization.Key == key) return organization;
        }

        return null;
    }

    /// <summary>
    /// Whether an admin who wrote the one would mean the other: all but id, state, revision and time of creation is the same. The order of organizations and hosts says nothing, and whether
    /// an organization shares its actors is not for an admin to say.
    /// </summary>
    public bool DefinesTheSameAs(Tenant other) =>
        Bare(this, other) == Bare(other, other)
        && Plain(Organizations).SetEquals(Plain(other.Organizations))
        && Hosts.ToImmutableHashSet(StringComparer.Ordinal).SetEquals(other.Hosts);

    private static Tenant Bare(Tenant tenant, Tenant like) => tenant with
    {
        Id = like.Id,
        State = like.State,
        CreatedAt = like.CreatedAt,
        Revision = like.Revision,
        Organizations = [],
        Hosts = [],
    };

    private static ImmutableHashSet<OrganizationBinding> Plain(ImmutableArray<OrganizationBinding> organizations) =>
        [.. organizations.Select(organization => organization with { SharesActors = false })];
}

public enum TenantState
{
    Active,

    /// <summary>Refused until it is resumed; nothing else changes.</summary>
    Suspended,

    /// <summary>Refused, its keys disabled; waits for its destruction and can be recovered until then.</summary>
    Terminated,

    /// <summary>Its keys are gone and its data cannot be read any more. Only its id is left, so that nobody takes it again.</summary>
    Destroyed,
}
