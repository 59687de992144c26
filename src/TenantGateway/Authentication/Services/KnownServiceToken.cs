using System.Collections.Frozen;
using System.Collections.Immutable;
using TenantGateway.Core.Access;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Authentication.Services;

/// <summary>What a token of this gateway says.</summary>
internal sealed record ServiceClaims(string Id, string Service, string Tenant, ImmutableArray<string> Scopes, long IssuedAt, long ExpiresAt);

/// <summary>A token whose signature was found good, and what its service may do by the settings that were asked last.</summary>
internal sealed class KnownServiceToken(ServiceClaims claims, ServiceTokenKey key, TenantId tenant) : RememberedToken(tenant, DateTimeOffset.FromUnixTimeSeconds(claims.ExpiresAt))
{
    private volatile Standing? _standing;

    public ServiceClaims Claims { get; } = claims;

    /// <summary>The keys by which it was verified.</summary>
    public ServiceTokenKey Key { get; } = key;

    /// <returns>Null where the service is not registered any more, or not for that tenant.</returns>
    public VerifiedToken? VerifiedFor(ServiceSnapshot snapshot)
    {
        if (_standing is not { } standing || !ReferenceEquals(standing.Snapshot, snapshot)) _standing = standing = new Standing(snapshot, Judge(snapshot));
        return standing.Verified;
    }

    private VerifiedToken? Judge(ServiceSnapshot snapshot)
    {
        if (!snapshot.ByName.TryGetValue(Claims.Service, out var service) || !service.MayActFor(Tenant)) return null;
        var issuedAt = DateTimeOffset.FromUnixTimeSeconds(Claims.IssuedAt);
        return new VerifiedToken
        {
            Issuer = snapshot.TokenIssuer,
            Kind = ActorKind.Service,
            Service = service.Name,
            Subject = service.Name,
            OrganizationId = Tenant.Value,
            Roles = FrozenSet<string>.Empty,
            Scopes = Claims.Scopes.Intersect(service.Scopes).ToFrozenSet(StringComparer.Ordinal),
            Methods = FrozenSet<string>.Empty,
            ConnectionStrategy = null,
            AuthenticatedAt = null,
            Client = service.ClientId,
            IssuedAt = issuedAt,
            ExpiresAt = DateTimeOffset.FromUnixTimeSeconds(Claims.ExpiresAt),
            Marks = LoginMarks.Of(snapshot.TokenIssuer, Tenant.Value, service.Name, sessionId: null, Claims.Id, authenticatedAt: null, issuedAt),
        };
    }

    private sealed record Standing(ServiceSnapshot Snapshot, VerifiedToken? Verified);
}
