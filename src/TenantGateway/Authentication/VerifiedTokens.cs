using Microsoft.Extensions.Options;
using TenantGateway.Core.Access;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Authentication;

/// <summary>
/// Tokens that were verified, by the digest of exactly their bytes: whoever comes again with one costs a digest and not a signature. Only what was found good is
/// remembered, and it counts no longer once the issuer's keys or the organization's tenant are others. Nothing of what a token allows is remembered: login, tenant and
/// revocation are judged each time.
/// </summary>
internal sealed class VerifiedTokens(ITenantDirectory tenants, IssuerRegistry issuers, IOptions<TokenCacheOptions> options, TimeProvider clock)
{
    private readonly TokenTable<CachedToken> _tokens = new(options.Value);

    /// <summary>How many tokens are remembered.</summary>
    public int Count => _tokens.Count;

    /// <summary>The token of that name, or null where it must be verified.</summary>
    public CachedToken? Find(Fingerprint name, Plane plane)
    {
        if (_tokens.Find(name) is not { } token) return null;
        if (token.IsFor(plane, clock.GetUtcNow()) && TenantOf(token.Token) == token.Tenant)
        {
            token.Use();
            return token;
        }

        _tokens.Drop(name, token);
        return null;
    }

    /// <summary>Remembers a token whose signature has just been verified by these keys, if its organization has a tenant: strangers take up no room.</summary>
    public CachedToken? Add(Fingerprint name, PresentedToken presented, Plane plane, KeySet keys)
    {
        var token = presented.AfterVerification();
        if (TenantOf(token) is not { } tenant) return null;
        var now = clock.GetUtcNow();
        var until = now + TimeSpan.FromSeconds(options.Value.Seconds);
        var cached = new CachedToken(presented, plane, keys, tenant, token.ExpiresAt < until ? token.ExpiresAt : until);
        return _tokens.TryAdd(name, cached, now) ? cached : null;
    }

    private TenantId? TenantOf(VerifiedToken token) =>
        issuers.IsOperator(token.Issuer, token.OrganizationId) ? TenantId.Operator : tenants.FindByOrganization(token.Issuer, token.OrganizationId)?.Id;
}
