using System.Collections.Frozen;

namespace TenantGateway.Core.Access;

/// <summary>
/// What an access token says, set as a feature of the request once signature, issuer, audience and times have been accepted. It says who
/// asks; it grants nothing: tenant and login evidence are judged after it.
/// </summary>
public sealed record VerifiedToken
{
    /// <summary>The exact <c>iss</c>, one of the configured issuers, or the gateway's own name for a service's token.</summary>
    public required string Issuer { get; init; }

    /// <summary>The exact <c>sub</c>. Personal data: never logged, never forwarded.</summary>
    public required string Subject { get; init; }

    /// <summary>The one organization of the token; never empty. Of a service's token the tenant.</summary>
    public required string OrganizationId { get; init; }

    public required FrozenSet<string> Roles { get; init; }

    public required FrozenSet<string> Scopes { get; init; }

    /// <summary>The authentication methods of the login (RFC 8176); empty where the token does not say.</summary>
    public required FrozenSet<string> Methods { get; init; }

    /// <summary>How the organization's own identity provider was used, such as <c>samlp</c>; null where the token does not say.</summary>
    public required string? ConnectionStrategy { get; init; }

    /// <summary>When the person last proved who they are; null where the token does not say.</summary>
    public required DateTimeOffset? AuthenticatedAt { get; init; }

    /// <summary>Whose it is. A service's token is the gateway's own, for one tenant: that of an issuer opens nothing by itself.</summary>
    public ActorKind Kind { get; init; } = ActorKind.Person;

    /// <summary>The registered name of a service; null for a person.</summary>
    public string? Service { get; init; }

    /// <summary>The application that the token was issued to; null where the token does not say.</summary>
    public string? Client { get; init; }

    public required DateTimeOffset IssuedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>By what the login behind it can be revoked and found active.</summary>
    public required LoginMarks Marks { get; init; }

    /// <summary>Names the type only, so that a token that slips into a log shows no subject.</summary>
    public override string ToString() => nameof(VerifiedToken);
}
