using TenantGateway.Core.Keys;

namespace TenantGateway.Keys;

/// <summary>
/// The key service for a process that makes no keys: it unwraps, signs and names the signing key. What stands behind it is opened once it has been made, and
/// cannot be reached past this.
/// </summary>
/// <param name="open">The key service; null while nothing has been made there yet.</param>
internal sealed class KeyUse(Func<IKeyEncryptionService?> open) : IKeyEncryptionService, IDisposable
{
    private readonly Lock _gate = new();
    private IKeyEncryptionService? _service;

    public ValueTask<byte[]> WrapAsync(string kekId, ReadOnlyMemory<byte> key, CancellationToken cancellationToken) => throw Denied();

    public ValueTask<int> UnwrapAsync(string kekId, ReadOnlyMemory<byte> wrappedKey, Memory<byte> destination, CancellationToken cancellationToken) =>
        Opened().UnwrapAsync(kekId, wrappedKey, destination, cancellationToken);

    public ValueTask<byte[]> SignAsync(ReadOnlyMemory<byte> digest, CancellationToken cancellationToken) => Opened().SignAsync(digest, cancellationToken);

    public ValueTask<byte[]> GetSigningKeyAsync(CancellationToken cancellationToken) => Opened().GetSigningKeyAsync(cancellationToken);

    public void Dispose()
    {
        lock (_gate) (_service as IDisposable)?.Dispose();
    }

    private static KeyServiceException Denied() => new(KeyServiceFailure.Denied, "A process of this role makes no keys.");

    private IKeyEncryptionService Opened()
    {
        lock (_gate) return _service ??= open() ?? throw new KeyServiceException(KeyServiceFailure.Unavailable, "No keys have been made yet.");
    }
}
