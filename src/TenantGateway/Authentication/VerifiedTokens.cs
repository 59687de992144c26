using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using TenantGateway.Core.Access;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Authentication;

/// <summary>
/// Tokens that were verified, by the digest of exactly their bytes: whoever comes again with one costs a digest and not a signature. Only what was found good is
/// remembered, and it counts no longer once the issuer's keys or the organization's tenant are others. Nothing of what a token allows is remembered: login, tenant and
/// revocation are judged each time.
/// </summary>
internal sealed class VerifiedTokens
{
    /// <summary>Of so many tenants the one with most tokens gives one up where there are too many in all.</summary>
    private const int Sample = 16;

    private readonly ITenantDirectory _tenants;
    private readonly IssuerRegistry _issuers;
    private readonly TimeProvider _clock;
    private readonly TokenCacheOptions _options;
    private readonly ConcurrentDictionary<Fingerprint, CachedToken> _tokens = new();
    private readonly ConcurrentDictionary<TenantId, TokenShare> _shares = new();
    private readonly Action<Fingerprint, CachedToken> _drop;
    private TokenShare[] _all = [];
    private int _next;
    private int _held;

    public VerifiedTokens(ITenantDirectory tenants, IssuerRegistry issuers, IOptions<TokenCacheOptions> options, TimeProvider clock)
    {
        (_tenants, _issuers, _options, _clock) = (tenants, issuers, options.Value, clock);
        _drop = (name, token) => _tokens.TryRemove(KeyValuePair.Create(name, token));
    }

    /// <summary>How many tokens are remembered.</summary>
    public int Count => _tokens.Count;

    /// <summary>The token of that name, or null where it must be verified.</summary>
    public CachedToken? Find(Fingerprint name, Plane plane)
    {
        if (!_tokens.TryGetValue(name, out var token)) return null;
        if (token.IsFor(plane, _clock.GetUtcNow()) && TenantOf(token.Token) == token.Tenant)
        {
            token.Use();
            return token;
        }

        _drop(name, token);
        return null;
    }

    /// <summary>Remembers a token whose signature has just been verified by these keys, if its organization has a tenant: strangers take up no room.</summary>
    public CachedToken? Add(Fingerprint name, PresentedToken presented, Plane plane, KeySet keys)
    {
        if (_options.EntriesPerTenant == 0) return null;
        var token = presented.AfterVerification();
        if (TenantOf(token) is not { } tenant) return null;
        var now = _clock.GetUtcNow();
        var until = now + TimeSpan.FromSeconds(_options.Seconds);
        var cached = new CachedToken(presented, plane, keys, tenant, token.ExpiresAt < until ? token.ExpiresAt : until);
        // Of several that come at once with one token, the first has put it there.
        if (!_tokens.TryAdd(name, cached)) return null;
        Interlocked.Add(ref _held, ShareOf(tenant).Add(name, cached, _options.EntriesPerTenant, now, _drop));
        while (Volatile.Read(ref _held) > _options.Entries && TryGiveUp()) Interlocked.Decrement(ref _held);
        return cached;
    }

    private TenantId? TenantOf(VerifiedToken token) =>
        _issuers.IsOperator(token.Issuer, token.OrganizationId) ? TenantId.Operator : _tenants.FindByOrganization(token.Issuer, token.OrganizationId)?.Id;

    private TokenShare ShareOf(TenantId tenant) => _shares.TryGetValue(tenant, out var share) ? share : AddShare(tenant);

    private TokenShare AddShare(TenantId tenant)
    {
        lock (_shares)
        {
            if (_shares.TryGetValue(tenant, out var share)) return share;
            share = new TokenShare();
            _all = [.. _all, share];
            _shares[tenant] = share;
            return share;
        }
    }

    private bool TryGiveUp()
    {
        var all = Volatile.Read(ref _all);
        var first = (int)((uint)Interlocked.Add(ref _next, Sample) % (uint)all.Length);
        var largest = all[first];
        for (var i = 1; i < Sample; i++)
        {
            var other = all[(first + i) % all.Length];
            if (other.Count > largest.Count) largest = other;
        }

        return largest.TryGiveUp(_drop);
    }
}
