using System.Collections.Frozen;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Core.Access;

/// <summary>
/// Who acts, for the rest of the request: set as a feature of the request once the token, the tenant and the login evidence have all been
/// accepted, and never before.
/// </summary>
public sealed record Actor
{
    public required TenantId Tenant { get; init; }

    /// <summary>The pseudonym under the tenant's audit key: the only name of the actor that leaves the gateway.</summary>
    public required ActorId Id { get; init; }

    /// <summary>The organization of the tenant under which it acts; null for the operator's own staff.</summary>
    public OrganizationBinding? Organization { get; init; }

    public required FrozenSet<string> Roles { get; init; }

    public required FrozenSet<string> Scopes { get; init; }

    /// <summary>When the person last proved who they are; null for a token that does not say.</summary>
    public required DateTimeOffset? AuthenticatedAt { get; init; }

    /// <summary>How: <c>mfa</c>, or <c>sso:</c> and the connection strategy; null for what never logs in.</summary>
    public required string? Evidence { get; init; }

    /// <summary>Whether a person or a machine acts. Rules for the one never cover the other.</summary>
    public ActorKind Kind { get; init; } = ActorKind.Person;

    /// <summary>The registered name of a service; null for everybody else.</summary>
    public string? Service { get; init; }

    /// <summary>The application that the token was issued to; null where the token does not say.</summary>
    public string? Client { get; init; }
}
