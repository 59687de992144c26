using TenantGateway.Core.Keys;

namespace TenantGateway.Tests.Protection;

/// <summary>A key service whose unwraps a test slows down or breaks.</summary>
internal sealed class FaultyKeyService(IKeyEncryptionService inner) : IKeyEncryptionService
{
    /// <summary>What unwraps wait for.</summary>
    public Task Wait { get; set; } = Task.CompletedTask;

    /// <summary>Whether unwraps fail as in an outage.</summary>
    public bool Broken
    {
        get => Failing == KeyServiceFailure.Unavailable;
        set => Failing = value ? KeyServiceFailure.Unavailable : null;
    }

    /// <summary>How unwraps fail; null where they do not.</summary>
    public KeyServiceFailure? Failing { get; set; }

    /// <summary>The only tenant for whose keys they fail; null for all.</summary>
    public string? Only { get; set; }

    private int _unwraps;

    public int Unwraps => Volatile.Read(ref _unwraps);

    public async ValueTask<int> UnwrapAsync(string kekId, ReadOnlyMemory<byte> wrappedKey, Memory<byte> destination, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _unwraps);
        await Wait.WaitAsync(cancellationToken);
        if (Failing is { } failure && (Only is null || kekId.Contains($"kek-{Only}/", StringComparison.Ordinal))) throw new KeyServiceException(failure, "Broken by the test.");
        return await inner.UnwrapAsync(kekId, wrappedKey, destination, cancellationToken);
    }

    public ValueTask<byte[]> WrapAsync(string kekId, ReadOnlyMemory<byte> key, CancellationToken cancellationToken) => inner.WrapAsync(kekId, key, cancellationToken);

    public ValueTask<byte[]> SignAsync(ReadOnlyMemory<byte> digest, CancellationToken cancellationToken) => inner.SignAsync(digest, cancellationToken);

    public ValueTask<byte[]> GetSigningKeyAsync(CancellationToken cancellationToken) => inner.GetSigningKeyAsync(cancellationToken);
}
