using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace TenantGateway.Keys.AzureKeyVault;

/// <summary>Wraps and unwraps with keys in customers' vaults: a client for each vault and directory, with connections and tokens of its own.</summary>
internal sealed class CustomerVaultKeys(KeyVaultClients clients, IOptions<AzureKeyVaultOptions> options)
{
    private const int MaxRsaSize = 1024;

    private readonly ConcurrentDictionary<(VaultAddress Vault, string Directory), KeyVaultClient> _clients = new();

    /// <summary>Whether the id is one of a customer's vault: it says so itself.</summary>
    internal bool TryParse(string kekId, out CustomerKekId id) => CustomerKekId.TryParse(kekId, options.Value, out id);

    internal KeyVaultClient ClientOf(VaultAddress vault, string directory) => _clients.GetOrAdd((vault, directory), static (at, clients) => clients.OfCustomer(at.Vault, at.Directory), clients);

    internal async ValueTask<byte[]> WrapAsync(CustomerKekId id, ReadOnlyMemory<byte> key, CancellationToken cancellationToken)
    {
        var wrapped = new byte[MaxRsaSize];
        return wrapped[..await ClientOf(id).WrapAsync(id.Key, key, wrapped, cancellationToken)];
    }

    internal async ValueTask<int> UnwrapAsync(CustomerKekId id, ReadOnlyMemory<byte> wrappedKey, Memory<byte> destination, CancellationToken cancellationToken) =>
        await ClientOf(id).UnwrapAsync(id.Key, wrappedKey, destination, cancellationToken);

    private KeyVaultClient ClientOf(CustomerKekId id) => ClientOf(id.Key.Vault, id.Directory);
}
