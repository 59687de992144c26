using System.Buffers;
using System.Buffers.Text;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;
using TenantGateway.Core.Access;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Authentication.Services;

/// <summary>
/// The tokens by which services act for one tenant: compact JWS (RFC 7515) of the gateway itself, five minutes long, with a type and a key of their own. Every replica
/// of the deployment verifies them, nobody else can. What a service is registered for is asked again at every use.
/// </summary>
internal sealed class ServiceTokens(ServiceTokenKeys keys, ServiceRegistry registry, IOptions<TokenCacheOptions> options, TimeProvider time)
{
    public const int LifetimeSeconds = 300;

    private const int MaxLength = 8 * 1024;
    private const int ClockSkewSeconds = 30;
    private const int SignatureLength = 64;

    private readonly TokenTable<KnownServiceToken> _known = new(options.Value);

    /// <summary>How many tokens are remembered.</summary>
    public int Count => _known.Count;

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
        if (token.Length > MaxLength || keys.Current is not { } key || Find(token, key) is not { } known) return false;
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        if (now >= known.Claims.ExpiresAt || now < known.Claims.IssuedAt - ClockSkewSeconds) return false;
        verified = known.VerifiedFor(registry.Current);
        return verified is not null;
    }

    // By its digest where these keys have verified it before. Only tokens that were signed here are remembered.
    private KnownServiceToken? Find(ReadOnlySpan<char> token, ServiceTokenKey key)
    {
        var name = TokenName.Of(token);
        if (_known.Find(name) is { } known)
        {
            known.Use();
            if (known.Key == key) return known;
            _known.Drop(name, known);
        }

        if (!TryRead(token.ToString(), key, out var claims) || !TenantId.TryParse(claims.Tenant, out var tenant)) return null;
        var read = new KnownServiceToken(claims, key, tenant);
        // What is over takes up no room: whoever has kept old tokens must not push out those in use.
        if (time.GetUtcNow() is var now && now < read.Until) _known.TryAdd(name, read, now);
        return read;
    }

    private bool TryRead(string token, ServiceTokenKey key, [NotNullWhen(true)] out ServiceClaims? claims)
    {
        claims = null;
        if (token.Split('.') is not [var header, var payload, var signature]) return false;
        Span<byte> raw = stackalloc byte[SignatureLength];
        if (Base64Url.DecodeFromChars(signature, raw, out _, out var length) != OperationStatus.Done || length != SignatureLength || Base64Url.EncodeToString(raw) != signature) return false;
        if (!key.Verify(header, Encoding.UTF8.GetBytes(token, 0, header.Length + 1 + payload.Length), raw)) return false;

        // Signed here, so written here.
        using var json = JsonDocument.Parse(Base64Url.DecodeFromChars(payload));
        var root = json.RootElement;
        var issuer = registry.Current.TokenIssuer;
        if (root.GetProperty("iss").GetString() != issuer || root.GetProperty("aud").GetString() != issuer) return false;
        claims = new ServiceClaims(
            root.GetProperty("jti").GetString() ?? "", root.GetProperty("sub").GetString() ?? "", root.GetProperty("tenant").GetString() ?? "",
            [.. (root.GetProperty("scope").GetString() ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries)], root.GetProperty("iat").GetInt64(), root.GetProperty("exp").GetInt64());
        return true;
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
}

/// <summary>A new token.</summary>
/// <param name="Token">A credential: never logged.</param>
/// <param name="Id">Its <c>jti</c>.</param>
internal sealed record IssuedToken(string Token, string Id)
{
    public override string ToString() => Id;
}
