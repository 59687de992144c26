using TenantGateway.Core.Keys;

namespace TenantGateway.Keys.AzureKeyVault;

/// <summary>The deployment's own key service, and customers' vaults for the keys whose ids lie there. Only the own one signs.</summary>
internal sealed class RoutedKeyService(IKeyEncryptionService own, CustomerVaultKeys customers) : IKeyEncryptionService, IDisposable
{
    public ValueTask<byte[]> WrapAsync(string kekId, ReadOnlyMemory<byte> key, CancellationToken cancellationToken) =>
        customers.TryParse(kekId, out var id) ? customers.WrapAsync(id, key, cancellationToken) : own.WrapAsync(kekId, key, cancellationToken);

    public ValueTask<int> UnwrapAsync(string kekId, ReadOnlyMemory<byte> wrappedKey, Memory<byte> destination, CancellationToken cancellationToken) =>
        customers.TryParse(kekId, out var id) ? customers.UnwrapAsync(id, wrappedKey, destination, cancellationToken) : own.UnwrapAsync(kekId, wrappedKey, destination, cancellationToken);

    public ValueTask<byte[]> SignAsync(ReadOnlyMemory<byte> digest, CancellationToken cancellationToken) => own.SignAsync(digest, cancellationToken);

    public ValueTask<byte[]> GetSigningKeyAsync(CancellationToken cancellationToken) => own.GetSigningKeyAsync(cancellationToken);

    public void Dispose() => (own as IDisposable)?.Dispose();
}
