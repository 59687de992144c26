using System.Collections.Frozen;
using Microsoft.IdentityModel.Tokens;

namespace TenantGateway.Authentication;

/// <summary>
/// The verification keys of one issuer. A key that is held answers without waiting, and the last good set keeps serving while a fetch fails;
/// an unknown key id asks the issuer again, one fetch at a time and no more often than <see cref="UnknownKeyInterval"/>.
/// </summary>
internal sealed class IssuerKeys(ConfiguredIssuer issuer, IssuerMetadata metadata, TimeProvider clock, ILogger<IssuerKeys> logger)
{
    /// <summary>From this age on the set is fetched again, behind the request that notices.</summary>
    public static readonly TimeSpan RefreshAfter = TimeSpan.FromHours(1);

    /// <summary>From this age on a set is no longer believed: a key withdrawn by its issuer must not live on because the issuer is out of reach.</summary>
    public static readonly TimeSpan BelievedFor = TimeSpan.FromHours(24);

    /// <summary>Keeps strangers who send unknown key ids from turning the gateway against the issuer.</summary>
    public static readonly TimeSpan UnknownKeyInterval = TimeSpan.FromSeconds(5);

    /// <summary>The same while no keys are held at all.</summary>
    public static readonly TimeSpan FirstFetchInterval = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private HeldKeys? _held;
    private Task? _fetch;
    private DateTimeOffset? _lastStart;
    private volatile bool _lastFetchFailed;

    /// <summary>What is held now.</summary>
    public IssuerKeysState State => new(Believed()?.Keys.Count ?? 0, Volatile.Read(ref _held)?.FetchedAt, _lastFetchFailed);

    /// <summary>The key of that id as it is held now, or null. Never I/O.</summary>
    public SecurityKey? Held(string keyId) => Believed()?.Keys.GetValueOrDefault(keyId);

    /// <summary>Sees to it that the key of that id is held, asking the issuer where it is not.</summary>
    public async ValueTask<KeyLookup> FindAsync(string keyId, CancellationToken cancellationToken)
    {
        if (Believed() is { } held && held.Keys.ContainsKey(keyId))
        {
            // Not awaited: it never throws, and the key that was asked for is here.
            if (clock.GetUtcNow() - held.FetchedAt >= RefreshAfter) _ = Fetch(UnknownKeyInterval);
            return KeyLookup.Found;
        }

        await Fetch(Believed() is null ? FirstFetchInterval : UnknownKeyInterval).WaitAsync(cancellationToken);
        return Believed() is not { } now ? KeyLookup.Unavailable : now.Keys.ContainsKey(keyId) ? KeyLookup.Found : KeyLookup.Unknown;
    }

    private HeldKeys? Believed() => Volatile.Read(ref _held) is { } held && clock.GetUtcNow() - held.FetchedAt < BelievedFor ? held : null;

    /// <summary>The fetch under way, a new one, or none where the last began less than the interval ago.</summary>
    private Task Fetch(TimeSpan interval)
    {
        lock (_lock)
        {
            if (_fetch is { IsCompleted: false }) return _fetch;
            var now = clock.GetUtcNow();
            if (now - _lastStart < interval) return Task.CompletedTask;
            _lastStart = now;
            return _fetch = Task.Run(FetchAsync);
        }
    }

    // Not cancelled with the request that began it: others wait for it too. The client has a time limit.
    private async Task FetchAsync()
    {
        try
        {
            var keys = await metadata.FetchKeysAsync(issuer, CancellationToken.None);
            Volatile.Write(ref _held, new HeldKeys(keys, clock.GetUtcNow()));
            _lastFetchFailed = false;
            Log.KeysFetched(logger, issuer.Name, keys.Count);
        }
        catch (Exception e)
        {
            // Whatever went wrong between here and the issuer says nothing about a token: the last good keys stay.
            _lastFetchFailed = true;
            Log.KeysUnavailable(logger, e, issuer.Name);
        }
    }

    private sealed record HeldKeys(FrozenDictionary<string, SecurityKey> Keys, DateTimeOffset FetchedAt);
}

/// <summary>What the gateway holds of an issuer.</summary>
/// <param name="Keys">How many keys are believed.</param>
/// <param name="FetchedAt">The last fetch that succeeded; null where none has.</param>
/// <param name="LastFetchFailed">Whether the last fetch failed; false also where none was made yet.</param>
internal sealed record IssuerKeysState(int Keys, DateTimeOffset? FetchedAt, bool LastFetchFailed);

internal enum KeyLookup
{
    Found,

    /// <summary>The issuer has no usable key of that id.</summary>
    Unknown,

    /// <summary>No keys of the issuer can be had: nothing can be said about the token.</summary>
    Unavailable,
}
