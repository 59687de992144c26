using System.Collections.Frozen;
using Microsoft.IdentityModel.Tokens;

namespace TenantGateway.Demo.Crm;

/// <summary>
/// The public keys of the gateway's assertions, by <c>kid</c>, from its JWKS (RFC 7517). Fetched when first needed, again for an unknown
/// <c>kid</c>, at most every 2 s; kept when a fetch fails; asked for anew after 5 min, so that a key the gateway withdrew stops counting.
/// </summary>
internal sealed class GatewayKeys(TimeProvider clock, ILogger<GatewayKeys> logger) : IDisposable
{
    private static readonly TimeSpan FetchInterval = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan MaxAge = TimeSpan.FromMinutes(5);

    private readonly SemaphoreSlim _fetching = new(1);
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false })
    {
        Timeout = TimeSpan.FromSeconds(5),
        MaxResponseContentBufferSize = 64 * 1024,
    };

    private volatile Snapshot _snapshot = Snapshot.Empty;

    /// <summary>Where the keys are; null trusts nobody. May be set once the gateway's port is known.</summary>
    public Uri? Address { get; set; }

    /// <summary>The key of that name, or null where the gateway has none.</summary>
    public async Task<JsonWebKey?> FindAsync(string? keyId, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(keyId) || Address is not { } address)
            return null;
        if (IsDue(keyId))
            await RefreshAsync(address, keyId, cancellationToken);
        return _snapshot.Keys.GetValueOrDefault(keyId);
    }

    public void Dispose()
    {
        _client.Dispose();
        _fetching.Dispose();
    }

    private bool IsDue(string keyId)
    {
        var snapshot = _snapshot;
        var age = clock.GetUtcNow() - snapshot.TriedAt;
        return age >= FetchInterval && (age >= MaxAge || !snapshot.Keys.ContainsKey(keyId));
    }

    private async Task RefreshAsync(Uri address, string keyId, CancellationToken cancellationToken)
    {
        await _fetching.WaitAsync(cancellationToken);
        try
        {
            // Whoever waited finds the work done.
            if (IsDue(keyId))
                _snapshot = new Snapshot(await FetchAsync(address, cancellationToken) ?? _snapshot.Keys, clock.GetUtcNow());
        }
        finally
        {
            _fetching.Release();
        }
    }

    private async Task<FrozenDictionary<string, JsonWebKey>?> FetchAsync(Uri address, CancellationToken cancellationToken)
    {
        try
        {
            var keys = new JsonWebKeySet(await _client.GetStringAsync(address, cancellationToken));
            return keys.Keys.Where(IsUsable).DistinctBy(key => key.Kid).ToFrozenDictionary(key => key.Kid);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested && failure is HttpRequestException or OperationCanceledException or ArgumentException)
        {
            Log.KeysNotFetched(logger, failure.GetType().Name);
            return null;
        }
    }

    private static bool IsUsable(JsonWebKey key) =>
        key is { Kty: JsonWebAlgorithmsKeyTypes.EllipticCurve, Crv: JsonWebKeyECTypes.P256, Kid.Length: > 0 } && key.Use is null or "" or "sig";

    private sealed record Snapshot(FrozenDictionary<string, JsonWebKey> Keys, DateTimeOffset TriedAt)
    {
        public static readonly Snapshot Empty = new(FrozenDictionary<string, JsonWebKey>.Empty, DateTimeOffset.MinValue);
    }
}
