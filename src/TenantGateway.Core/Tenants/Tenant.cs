using System.Collections.Immutable;

namespace TenantGateway.Core.Tenants;

/// <summary>A customer: who belongs to it and which hosts are its own.</summary>
public sealed record Tenant
{
    public required TenantId Id { get; init; }

    public required string DisplayName { get; init; }

    public required TenantState State { get; init; }

    /// <summary>The organizations whose members act within this tenant. A binding belongs to one tenant only.</summary>
    public required ImmutableArray<OrganizationBinding> Organizations { get; init; }

    /// <summary>Host names, lower case and without port, that serve this tenant only. They veto, they never decide.</summary>
    public required ImmutableArray<string> Hosts { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>An organization as its issuer names it: the pair decides the tenant, neither half alone does.</summary>
/// <param name="Issuer">The exact <c>iss</c> of the tokens.</param>
/// <param name="OrganizationId">The exact <c>org_id</c>, never the display name of the organization.</param>
public readonly record struct OrganizationBinding(string Issuer, string OrganizationId);

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
