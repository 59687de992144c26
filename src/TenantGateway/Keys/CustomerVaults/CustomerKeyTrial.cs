using System.Security.Cryptography;
using TenantGateway.Core.Cryptography;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Tenants;
using TenantGateway.Keys.AzureKeyVault;

namespace TenantGateway.Keys.CustomerVaults;

/// <summary>
/// Tries whether a customer's key can be used for a tenant: it is enabled RSA, its owner has tagged it for this tenant, and what it wraps comes back. Without the tag anyone
/// who knows the name of another customer's vault, which trusts the gateway, could have their own keys wrapped there.
/// </summary>
internal sealed class CustomerKeyTrial(CustomerVaultKeys vaults, IKeyEncryptionService keyService)
{
    /// <summary>The newest version of the key, proven to wrap and to unwrap.</summary>
    /// <exception cref="KeyServiceException">It cannot be used.</exception>
    internal async ValueTask<CustomerKekId> ProveAsync(CustomerKey key, TenantId tenant, CancellationToken cancellationToken)
    {
        var found = await vaults.ClientOf(key.Vault, key.Directory).FindAsync(key.Name, "", cancellationToken) ?? throw new KeyServiceException(KeyServiceFailure.Denied, "There is no such key.");
        if (!found.IsRsa) throw new KeyServiceException(KeyServiceFailure.Invalid, "It is no RSA key of 2048 bits or more.");
        if (found.Tenant != tenant.Value) throw new KeyServiceException(KeyServiceFailure.Denied, $"It is not tagged {VaultKey.TenantTag}={tenant}.");
        if (!found.Enabled) throw new KeyServiceException(KeyServiceFailure.Denied, "It is disabled.");
        var id = new CustomerKekId(found.Id, key.Directory);
        using var trial = new PinnedKey(GenerationKey.KeySize);
        RandomNumberGenerator.Fill(trial.Span);
        await ProvenWrap.WrapAsync(keyService, id.ToString(), trial, cancellationToken);
        return id;
    }
}
