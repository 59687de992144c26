using Microsoft.Extensions.Primitives;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Demo.Crm;

/// <summary>
/// Verifies what the gateway signs about each request: header <c>X-Gateway-Assertion</c>, a JWT (RFC 7519) in ES256 with
/// <c>typ: tg-assertion+jwt</c>, <c>iss</c>, one <c>aud</c>, <c>sub</c> = <c>X-Actor-Id</c>, <c>tenant</c> = <c>X-Tenant-Id</c> and at most
/// 60 s to live. A service that checks less would take requests from anybody who can reach its port.
/// </summary>
internal sealed class AssertionVerifier(string issuer, string audience, GatewayKeys keys, TimeProvider clock)
{
    public const string AssertionHeader = "X-Gateway-Assertion";
    public const string TenantHeader = "X-Tenant-Id";
    public const string ActorHeader = "X-Actor-Id";
    public const string TokenType = "tg-assertion+jwt";
    public const string TenantClaim = "tenant";

    /// <summary>How much longer than its 60 s an assertion may still live: the gateway's clock need not be ours.</summary>
    private static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan MaxLifetime = TimeSpan.FromSeconds(60);

    private readonly JsonWebTokenHandler _handler = new() { MapInboundClaims = false, MaximumTokenSizeInBytes = 8 * 1024 };

    /// <summary>The tenant the request is for, or null where anything at all is amiss.</summary>
    public async Task<TenantId?> VerifyAsync(IHeaderDictionary headers, CancellationToken cancellationToken)
    {
        if (Single(headers[AssertionHeader]) is not { } assertion || Read(assertion) is not { } unverified)
            return null;
        if (await keys.FindAsync(unverified.Kid, cancellationToken) is not { } key)
            return null;

        var result = await _handler.ValidateTokenAsync(unverified, Parameters(key));
        if (!result.IsValid || result.SecurityToken is not JsonWebToken token || token.Audiences.Count() != 1)
            return null;

        return Binds(token, headers) && TenantId.TryParse(headers[TenantHeader], out var tenant) ? tenant : null;
    }

    private static string? Single(StringValues values) => values is [{ Length: > 0 } value] ? value : null;

    private JsonWebToken? Read(string assertion)
    {
        try
        {
            return _handler.ReadJsonWebToken(assertion);
        }
        catch (Exception malformed) when (malformed is ArgumentException or SecurityTokenException)
        {
            return null;
        }
    }

    /// <summary>The key is the one its <c>kid</c> names and no other: trying all would let one key stand in for another.</summary>
    private TokenValidationParameters Parameters(JsonWebKey key) => new()
    {
        ValidTypes = [TokenType],
        ValidAlgorithms = [SecurityAlgorithms.EcdsaSha256],
        ValidIssuer = issuer,
        ValidAudience = audience,
        IssuerSigningKey = key,
        TryAllIssuerSigningKeys = false,
        LifetimeValidator = (notBefore, expires, _, _) => IsAlive(notBefore, expires),
    };

    private bool IsAlive(DateTime? notBefore, DateTime? expires)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        return expires > now && expires <= now + MaxLifetime + ClockSkew && (notBefore is null || notBefore <= now + ClockSkew);
    }

    /// <summary>Whether the plain headers, which the service goes by, say the same as the signature.</summary>
    private static bool Binds(JsonWebToken token, IHeaderDictionary headers) =>
        Single(headers[TenantHeader]) is { } tenant
        && Single(headers[ActorHeader]) is { } actor
        && token.Subject == actor
        && token.TryGetPayloadValue<string>(TenantClaim, out var asserted)
        && string.Equals(asserted, tenant, StringComparison.Ordinal);
}
