using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using TenantGateway.Core.Cryptography;
using TenantGateway.Core.Keys;

namespace TenantGateway.Keys;

/// <summary>Asks the key service to unwrap, in bounded time and numbers by vault. Every failure is a <see cref="KeyServiceException"/>.</summary>
internal sealed class KeyServiceCalls(IKeyEncryptionService keyService, IOptions<KeysOptions> options, TimeProvider time)
{
    // In a cold start with many tenants a request may have to wait for its turn longer than for its answer.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(15);

    private readonly TimeSpan _unwrapTimeout = TimeSpan.FromSeconds(options.Value.UnwrapTimeoutSeconds);
    private readonly TimeSpan _probeTimeout = TimeSpan.FromSeconds(options.Value.ProbeTimeoutSeconds);
    private readonly ConcurrentDictionary<(string Vault, bool OfProbes), VaultLane> _lanes = new();

    /// <summary>How many calls wait for their turn.</summary>
    internal int Waiting => _lanes.Values.Sum(lane => lane.Waiting);

    /// <summary>Unwraps a generation for use.</summary>
    internal Task<GenerationKey> UnwrapAsync(GenerationRecord record) => CallAsync(
        record, ofProbes: false, LongestWait, _unwrapTimeout,
        key => new GenerationKey(record.Tenant, record.KeyId, record.Line, key.Span, record.Number), CancellationToken.None);

    /// <summary>Unwraps a generation to see whether its key-encryption key still does; what comes is zeroed at once.</summary>
    internal Task ProbeAsync(GenerationRecord record, CancellationToken cancellationToken) =>
        CallAsync(record, ofProbes: true, _probeTimeout, _probeTimeout, key => key, cancellationToken);

    private async Task<T> CallAsync<T>(
        GenerationRecord record, bool ofProbes, TimeSpan wait, TimeSpan timeout, Func<PinnedKey, T> use, CancellationToken cancellationToken)
    {
        var lane = _lanes.GetOrAdd((KekPlace.VaultOf(record.KekId), ofProbes), static (_, made) => new VaultLane(made.Width, made.Time), (Width: options.Value.ConcurrentUnwraps, Time: time));
        try
        {
            return await lane.RunAsync(wait, () => InTimeAsync(record, timeout, use, cancellationToken), cancellationToken);
        }
        catch (Exception exception) when (exception is not KeyServiceException && !cancellationToken.IsCancellationRequested)
        {
            throw new KeyServiceException(KeyServiceFailure.Unavailable, "The key service failed or did not answer in time.", exception);
        }
    }

    private async Task<T> InTimeAsync<T>(GenerationRecord record, TimeSpan timeout, Func<PinnedKey, T> use, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        // A service that does not listen to the token is left alone; what it brings then is zeroed there.
        return await UnwrapAsync(record, use, either.Token).WaitAsync(either.Token);
    }

    private async Task<T> UnwrapAsync<T>(GenerationRecord record, Func<PinnedKey, T> use, CancellationToken cancellationToken)
    {
        using var key = new PinnedKey(GenerationKey.KeySize);
        var length = await keyService.UnwrapAsync(record.KekId, record.WrappedKey, key.Memory, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        return length == GenerationKey.KeySize
            ? use(key)
            : throw new KeyServiceException(KeyServiceFailure.Invalid, $"Generation {record.KeyId} unwraps to {length} bytes.");
    }
}
