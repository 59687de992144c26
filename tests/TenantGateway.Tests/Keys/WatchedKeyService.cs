using System.Collections.Concurrent;
using TenantGateway.Core.Keys;

namespace TenantGateway.Tests.Keys;

/// <summary>A real key service that counts unwraps, holds them back until it is told, or fails them.</summary>
internal sealed class WatchedKeyService(IKeyEncryptionService inner) : IKeyEncryptionService
{
    private int _unwraps;
    private int _atOnce;
    private int _mostAtOnce;

    internal int Unwraps => _unwraps;

    /// <summary>The most unwraps that were under way at once.</summary>
    internal int MostAtOnce => _mostAtOnce;

    /// <summary>What an unwrap with that key-encryption key waits for, or fails with.</summary>
    internal Func<string, Task> OnUnwrap { get; set; } = _ => Task.CompletedTask;

    /// <summary>What every unwrap waits for.</summary>
    internal Task Gate { get; set; } = Task.CompletedTask;

    /// <summary>The failures of the next unwraps.</summary>
    internal ConcurrentQueue<Exception> Failures { get; } = new();

    public async ValueTask<int> UnwrapAsync(string kekId, ReadOnlyMemory<byte> wrappedKey, Memory<byte> destination, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _unwraps);
        var atOnce = Interlocked.Increment(ref _atOnce);
        int most;
        while (atOnce > (most = _mostAtOnce) && Interlocked.CompareExchange(ref _mostAtOnce, atOnce, most) != most)
        {
        }

        try
        {
            await Gate.WaitAsync(cancellationToken);
            await OnUnwrap(kekId).WaitAsync(cancellationToken);
            if (Failures.TryDequeue(out var failure)) throw failure;
            return await inner.UnwrapAsync(kekId, wrappedKey, destination, cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref _atOnce);
        }
    }

    public ValueTask<byte[]> WrapAsync(string kekId, ReadOnlyMemory<byte> key, CancellationToken cancellationToken) => inner.WrapAsync(kekId, key, cancellationToken);

    public ValueTask<byte[]> SignAsync(ReadOnlyMemory<byte> digest, CancellationToken cancellationToken) => inner.SignAsync(digest, cancellationToken);

    public ValueTask<byte[]> GetSigningKeyAsync(CancellationToken cancellationToken) => inner.GetSigningKeyAsync(cancellationToken);
}
