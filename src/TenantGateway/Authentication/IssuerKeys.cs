using Microsoft.IdentityModel.Tokens;

namespace TenantGateway.Authentication;

/// <summary>
/// The verification keys of one issuer. A key that is held answers without waiting, and the last good set keeps serving while a fetch fails. Whoever names a key
/// that is not held waits for a fetch that began after it came, one at a time and no more often than <see cref="UnknownKeyInterval"/>: so strangers who make up
/// key ids cannot turn the gateway against the issuer, nor have a token refused whose key was published a moment ago.
/// </summary>
internal sealed class IssuerKeys(ConfiguredIssuer issuer, IssuerMetadata metadata, TimeProvider clock, ILogger<IssuerKeys> logger)
{
    /// <summary>From this age on the set is fetched again, behind the request that notices.</summary>
    public static readonly TimeSpan RefreshAfter = TimeSpan.FromHours(1);

    /// <summary>From this age on a set is no longer believed: a key withdrawn by its issuer must not live on because the issuer is out of reach.</summary>
    public static readonly TimeSpan BelievedFor = TimeSpan.FromHours(24);

    /// <summary>From the beginning of one fetch to the next: the longest that a request waits for a key that is not held, and the fetch itself.</summary>
    public static readonly TimeSpan UnknownKeyInterval = TimeSpan.FromSeconds(5);

    /// <summary>The same while no keys are held at all; nobody waits for it then.</summary>
    public static readonly TimeSpan FirstFetchInterval = TimeSpan.FromSeconds(1);

    /// <summary>So many requests wait for keys at once; to more of them nothing is said about their tokens.</summary>
    public const int MostWaiting = 4_096;

    private readonly Lock _lock = new();
    private HeldKeys? _held;
    private Task? _fetch;
    private DateTimeOffset? _lastStart;
    private long _begun;
    private long _ended;
    private int _waiting;
    private volatile bool _lastFetchFailed;

    /// <summary>What is held now.</summary>
    public IssuerKeysState State => new(Believed()?.Set.Count ?? 0, Volatile.Read(ref _held)?.FetchedAt, _lastFetchFailed);

    /// <summary>How many requests wait for keys.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    /// <summary>The set that is believed now, or null; where it is old it is fetched again, which nobody waits for.</summary>
    public KeySet? Current
    {
        get
        {
            if (Believed() is not { } held) return null;
            // Not awaited: it never throws, and what was asked for is here.
            if (clock.GetUtcNow() - held.FetchedAt >= RefreshAfter) _ = NextFetch(UnknownKeyInterval, mayWait: false);
            return held.Set;
        }
    }

    /// <summary>The key of that id as it is held now, or null. Never I/O.</summary>
    public SecurityKey? Held(string keyId) => Believed()?.Set.Find(keyId);

    /// <summary>Sees to it that the key of that id is held, asking the issuer where it is not.</summary>
    public async ValueTask<KeyLookup> FindAsync(string keyId, CancellationToken cancellationToken)
    {
        if (Current?.Find(keyId) is not null) return KeyLookup.Found;
        try
        {
            return Interlocked.Increment(ref _waiting) <= MostWaiting ? await AskAsync(keyId, cancellationToken) : KeyLookup.Unavailable;
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    private async ValueTask<KeyLookup> AskAsync(string keyId, CancellationToken cancellationToken)
    {
        var begunBefore = Volatile.Read(ref _begun);
        while (true)
        {
            // Both before the key is looked for: what comes in between is found the next time.
            // A fetch that was under way may have seen the keys of the moment before.
            var (isAsked, hasKeys) = (Volatile.Read(ref _ended) > begunBefore, Believed() is not null);
            if (Held(keyId) is not null) return KeyLookup.Found;
            if (isAsked) return _lastFetchFailed || !hasKeys ? KeyLookup.Unavailable : KeyLookup.Unknown;
            if (NextFetch(hasKeys ? UnknownKeyInterval : FirstFetchInterval, mayWait: hasKeys) is { } fetch) await fetch.WaitAsync(cancellationToken);
            else if (Believed() is null) return KeyLookup.Unavailable;
        }
    }

    private HeldKeys? Believed() => Volatile.Read(ref _held) is { } held && clock.GetUtcNow() - held.FetchedAt < BelievedFor ? held : null;

    /// <summary>The fetch under way or due, or else a new one: at once, or when the interval since the last beginning is over; null where nobody may wait for that.</summary>
    private Task? NextFetch(TimeSpan interval, bool mayWait)
    {
        lock (_lock)
        {
            if (_fetch is { IsCompleted: false }) return _fetch;
            var due = _lastStart + interval - clock.GetUtcNow() ?? TimeSpan.Zero;
            if (due <= TimeSpan.Zero) return _fetch = Task.Run(FetchAsync);
            return mayWait ? _fetch = Task.Run(() => FetchLaterAsync(due)) : null;
        }
    }

    private async Task FetchLaterAsync(TimeSpan due)
    {
        await Task.Delay(due, clock);
        await FetchAsync();
    }

    // Not cancelled with the request that began it: others wait for it too. The client has a time limit.
    private async Task FetchAsync()
    {
        long number;
        lock (_lock)
        {
            _lastStart = clock.GetUtcNow();
            number = ++_begun;
        }

        try
        {
            var keys = await metadata.FetchKeysAsync(issuer, CancellationToken.None);
            var same = Volatile.Read(ref _held)?.Set is { } held && held.IsSameAs(keys) ? held : null;
            Volatile.Write(ref _held, new HeldKeys(same ?? new KeySet(keys), clock.GetUtcNow()));
            _lastFetchFailed = false;
            if (same is null) Log.KeysFetched(logger, issuer.Name, keys.Count);
        }
        catch (Exception e)
        {
            // Whatever went wrong between here and the issuer says nothing about a token: the last good keys stay.
            _lastFetchFailed = true;
            Log.KeysUnavailable(logger, e, issuer.Name);
        }

        Volatile.Write(ref _ended, number);
    }

    private sealed record HeldKeys(KeySet Set, DateTimeOffset FetchedAt);
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

    /// <summary>The issuer could not be asked, or too many wait for it: nothing can be said about the token.</summary>
    Unavailable,
}
