using System.Collections.Concurrent;
using TenantGateway.Core.Access;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Authentication;

/// <summary>
/// Tokens by the digest of exactly their bytes, each in a share of its tenant: no tenant's flood pushes out what others have here, and no token can be read from it.
/// </summary>
internal sealed class TokenTable<T>
    where T : RememberedToken
{
    /// <summary>Of so many tenants the one with most tokens gives one up where there are too many in all.</summary>
    private const int Sample = 16;

    private readonly TokenCacheOptions _options;
    private readonly ConcurrentDictionary<Fingerprint, T> _tokens = new();
    private readonly ConcurrentDictionary<TenantId, TokenShare<T>> _shares = new();
    private readonly Action<Fingerprint, T> _drop;
    private TokenShare<T>[] _all = [];
    private int _next;
    private int _held;

    public TokenTable(TokenCacheOptions options) => (_options, _drop) = (options, Drop);

    /// <summary>How many tokens are remembered.</summary>
    public int Count => _tokens.Count;

    public T? Find(Fingerprint name) => _tokens.GetValueOrDefault(name);

    /// <summary>Forgets what does not count any more.</summary>
    public void Drop(Fingerprint name, T token) => _tokens.TryRemove(KeyValuePair.Create(name, token));

    /// <returns>False where nothing is remembered, or where another has put it there: of several that come at once with one token, the first does.</returns>
    public bool TryAdd(Fingerprint name, T token, DateTimeOffset now)
    {
        if (_options.EntriesPerTenant == 0 || !_tokens.TryAdd(name, token)) return false;
        Interlocked.Add(ref _held, ShareOf(token.Tenant).Add(name, token, _options.EntriesPerTenant, now, _drop));
        while (Volatile.Read(ref _held) > _options.Entries && TryGiveUp()) Interlocked.Decrement(ref _held);
        return true;
    }

    private TokenShare<T> ShareOf(TenantId tenant) => _shares.TryGetValue(tenant, out var share) ? share : AddShare(tenant);

    private TokenShare<T> AddShare(TenantId tenant)
    {
        lock (_shares)
        {
            if (_shares.TryGetValue(tenant, out var share)) return share;
            share = new TokenShare<T>();
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
