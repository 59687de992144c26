using System.Buffers;
using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using TenantGateway.Core.Access;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Authentication.Services;

/// <summary>
/// The tokens by which services act for one tenant: compact JWS (RFC 7515) of the gateway itself, five minutes long, with a type and a key of their own. Every replica
/// of the deployment verifies them, nobody else can. What a service is registered for is asked again at every use.
/// </summary>
internal sealed class ServiceTokens(ServiceTokenKeys keys, ServiceRegistry registry, TimeProvider time)
{
    public const int LifetimeSeconds = 300;

    private const int MaxLength = 8 * 1024;
    private const int MaxKnown = 10_000;
    private const int ClockSkewSeconds = 30;
    private const int SignatureLength = 64;

    private readonly ConcurrentDictionary<string, Known> _known = new(StringComparer.Ordinal);

    /// <summary>Whether a bearer token says that it is one of these. Then nothing else may take it for its own.</summary>
    public static bool IsOurs(ReadOnlySpan<char> token) => token.StartsWith(ServiceTokenKey.TokenStart, StringComparison.Ordinal);

    /// <returns>Null while there is no key.</returns>
    public IssuedToken? Issue(RegisteredService service, TenantId tenant, ImmutableArray<string> scopes)
    {
        if (keys.Current is not { } key) return null;
        var id = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16));
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        var input = $"{key.Header}.{Base64Url.EncodeToString(PayloadOf(new ServiceClaims(id, service.Name, tenant.Value, scopes, now, now + LifetimeSeconds)))}";
        return new IssuedToken($"{input}.{Base64Url.EncodeToString(key.Sign(Encoding.ASCII.GetBytes(input)))}", id);
    }

    /// <summary>What a token says that is valid now, for a service that may still act for its tenant.</summary>
    public bool TryVerify(ReadOnlySpan<char> token, [NotNullWhen(true)] out VerifiedToken? verified)
    {
        verified = null;
        var snapshot = registry.Current;
        if (!_known.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(token, out var known) || known.Snapshot != snapshot)
        {
            var text = token.ToString();
            if (known?.Claims is not { } claims && !TryRead(text, snapshot.TokenIssuer, out claims)) return false;
            known = new Known(claims, snapshot, VerifiedOf(claims, snapshot));
            Keep(text, known);
        }

        var now = time.GetUtcNow().ToUnixTimeSeconds();
        if (now >= known.Claims.ExpiresAt || now < known.Claims.IssuedAt - ClockSkewSeconds) return false;
        verified = known.Verified;
        return verified is not null;
    }

    private void Keep(string token, Known known)
    {
        // Only tokens that were signed here come so far, so nobody else fills it.
        if (_known.Count >= MaxKnown) _known.Clear();
        _known[token] = known;
    }

    private bool TryRead(string token, string issuer, [NotNullWhen(true)] out ServiceClaims? claims)
    {
        claims = null;
        if (token.Length > MaxLength || keys.Current is not { } key || token.Split('.') is not [var header, var payload, var signature]) return false;
        Span<byte> raw = stackalloc byte[SignatureLength];
        if (Base64Url.DecodeFromChars(signature, raw, out _, out var length) != OperationStatus.Done || length != SignatureLength || Base64Url.EncodeToString(raw) != signature) return false;
        if (!key.Verify(header, Encoding.UTF8.GetBytes(token, 0, header.Length + 1 + payload.Length), raw)) return false;

        // Signed here, so written here.
        using var json = JsonDocument.Parse(Base64Url.DecodeFromChars(payload));
        var root = json.RootElement;
        if (root.GetProperty("iss").GetString() != issuer || root.GetProperty("aud").GetString() != issuer) return false;
        claims = new ServiceClaims(
            root.GetProperty("jti").GetString() ?? "", root.GetProperty("sub").GetString() ?? "", root.GetProperty("tenant").GetString() ?? "",
            [.. (root.GetProperty("scope").GetString() ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries)], root.GetProperty("iat").GetInt64(), root.GetProperty("exp").GetInt64());
        return true;
    }

    // Null where the service is not registered any more, or not for that tenant.
    private static VerifiedToken? VerifiedOf(ServiceClaims claims, ServiceSnapshot snapshot)
    {
        if (!snapshot.ByName.TryGetValue(claims.Service, out var service) || !TenantId.TryParse(claims.Tenant, out var tenant) || !service.MayActFor(tenant)) return null;
        var issuedAt = DateTimeOffset.FromUnixTimeSeconds(claims.IssuedAt);
        return new VerifiedToken
        {
            Issuer = snapshot.TokenIssuer,
            Kind = ActorKind.Service,
            Service = service.Name,
            Subject = service.Name,
            OrganizationId = tenant.Value,
            Roles = FrozenSet<string>.Empty,
            Scopes = claims.Scopes.Intersect(service.Scopes).ToFrozenSet(StringComparer.Ordinal),
            Methods = FrozenSet<string>.Empty,
            ConnectionStrategy = null,
            AuthenticatedAt = null,
            Client = service.ClientId,
            IssuedAt = issuedAt,
            ExpiresAt = DateTimeOffset.FromUnixTimeSeconds(claims.ExpiresAt),
            Marks = LoginMarks.Of(snapshot.TokenIssuer, tenant.Value, service.Name, sessionId: null, claims.Id, authenticatedAt: null, issuedAt),
        };
    }

    private byte[] PayloadOf(ServiceClaims claims)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("iss", registry.Current.TokenIssuer);
            json.WriteString("aud", registry.Current.TokenIssuer);
            json.WriteString("sub", claims.Service);
            json.WriteString("tenant", claims.Tenant);
            json.WriteString("scope", string.Join(' ', claims.Scopes));
            json.WriteString("jti", claims.Id);
            json.WriteNumber("iat", claims.IssuedAt);
            json.WriteNumber("exp", claims.ExpiresAt);
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    private sealed record ServiceClaims(string Id, string Service, string Tenant, ImmutableArray<string> Scopes, long IssuedAt, long ExpiresAt);

    private sealed record Known(ServiceClaims Claims, ServiceSnapshot Snapshot, VerifiedToken? Verified);
}

/// <summary>A new token.</summary>
/// <param name="Token">A credential: never logged.</param>
/// <param name="Id">Its <c>jti</c>.</param>
internal sealed record IssuedToken(string Token, string Id)
{
    public override string ToString() => Id;
}
