using System.Collections.Frozen;

namespace TenantGateway.Core.Access;

/// <summary>What the gateway holds to be true of an issuer beyond its signatures.</summary>
public sealed record IssuerProfile
{
    /// <summary>The exact <c>iss</c>.</summary>
    public required string Issuer { get; init; }

    /// <summary>The organization whose members are the operator's staff; null where this issuer has none. It is never a tenant.</summary>
    public required string? OperatorOrganization { get; init; }

    /// <summary>Authentication methods (RFC 8176), any one of which proves a second factor.</summary>
    public required FrozenSet<string> AcceptedMethods { get; init; }

    /// <summary>Connection strategies that count as single sign-on; empty means that none does.</summary>
    public required FrozenSet<string> AllowedConnectionStrategies { get; init; }

    /// <summary>The longest time from a token's issue to its expiry.</summary>
    public required TimeSpan MaxTokenLifetime { get; init; }

    /// <summary>True for the operator's organization, and for no other: an issuer without one has no operators.</summary>
    public bool IsOperator(string organizationId) => OperatorOrganization is not null && string.Equals(organizationId, OperatorOrganization, StringComparison.Ordinal);
}
