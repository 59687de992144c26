using System.Collections.Frozen;
using TenantGateway.Core.Access;

namespace TenantGateway.Authentication.Browser;

/// <summary>What a session knows of its login, as it is sealed. The times in it count, not those beside it in the database.</summary>
internal sealed record SessionTicket
{
    public required string Issuer { get; init; }

    public required string Subject { get; init; }

    public required string Organization { get; init; }

    public required string[] Roles { get; init; }

    public required string[] Scopes { get; init; }

    public required string[] Methods { get; init; }

    public required string? ConnectionStrategy { get; init; }

    public required DateTimeOffset? AuthenticatedAt { get; init; }

    public required DateTimeOffset IssuedAt { get; init; }

    /// <summary>The <c>sid</c>.</summary>
    public required string? Session { get; init; }

    public required string IdToken { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public static SessionTicket Of(VerifiedLogin login, DateTimeOffset now, TimeSpan lifetime) => new()
    {
        Issuer = login.Token.Issuer,
        Subject = login.Token.Subject,
        Organization = login.Token.OrganizationId,
        Roles = [.. login.Token.Roles],
        Scopes = [.. login.Token.Scopes],
        Methods = [.. login.Token.Methods],
        ConnectionStrategy = login.Token.ConnectionStrategy,
        AuthenticatedAt = login.Token.AuthenticatedAt,
        IssuedAt = login.Token.IssuedAt,
        Session = login.Session,
        IdToken = login.IdToken,
        StartedAt = now,
        ExpiresAt = now + lifetime,
    };

    /// <summary>As the token of a request: the rest of the gateway makes no difference between the two.</summary>
    public VerifiedToken ToToken() => new()
    {
        Issuer = Issuer,
        Subject = Subject,
        OrganizationId = Organization,
        Roles = Roles.ToFrozenSet(StringComparer.Ordinal),
        Scopes = Scopes.ToFrozenSet(StringComparer.Ordinal),
        Methods = Methods.ToFrozenSet(StringComparer.Ordinal),
        ConnectionStrategy = ConnectionStrategy,
        AuthenticatedAt = AuthenticatedAt,
        IssuedAt = IssuedAt,
        ExpiresAt = ExpiresAt,
        Marks = LoginMarks.Of(Issuer, Organization, Subject, Session, tokenId: null, AuthenticatedAt, IssuedAt),
    };

    /// <summary>Names the type only: it holds a token and a subject.</summary>
    public override string ToString() => nameof(SessionTicket);
}
