using System.Collections.Concurrent;
using TenantGateway.Core.Keys;

namespace TenantGateway.Tests.Keys;

/// <summary>A real key service that counts unwraps, holds them back until it is told, or fails them.</summary>
internal sealed class WatchedKeyService(IKeyEncryptionService inner) : IKeyEncryptionService
{
    private int _unwraps;

    internal int Unwraps => _unwraps;

    /// <summary>What every unwrap waits for.</summary>
    internal Task Gate { get; set; } = Task.CompletedTask;

    /// <summary>The failures of the next unwraps.</summary>
    internal ConcurrentQueue<Exception> Failures { get; } = new();

    public async ValueTask<int> UnwrapAsync(string kekId, ReadOnlyMemory<byte> wrappedKey, Memory<byte> destination, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _unwraps);
        await Gate.WaitAsync(cancellationToken);
        if (Failures.TryDequeue(out var failure)) throw failure;
        return await inner.UnwrapAsync(kekId, wrappedKey, destination, cancellationToken);
    }

    public ValueTask<byte[]> WrapAsync(string kekId, ReadOnlyMemory<byte> key, CancellationToken cancellationToken) => inner.WrapAsync(kekId, key, cancellationToken);

    public ValueTask<byte[]> SignAsync(ReadOnlyMemory<byte> digest, CancellationToken cancellationToken) => inner.SignAsync(digest, cancellationToken);

    public ValueTask<byte[]> GetSigningKeyAsync(CancellationToken cancellationToken) => inner.GetSigningKeyAsync(cancellationToken);
}
