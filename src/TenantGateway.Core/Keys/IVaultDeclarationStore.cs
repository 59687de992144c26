using TenantGateway.Core.Tenants;

namespace TenantGateway.Core.Keys;

/// <summary>The last declaration of each tenant, as it was signed; nothing here says that it can be trusted.</summary>
public interface IVaultDeclarationStore
{
    ValueTask<VaultDeclaration?> FindAsync(TenantId tenant, CancellationToken cancellationToken);

    /// <summary>Puts a declaration in the place of the tenant's former one; durable when it returns.</summary>
    ValueTask PutAsync(VaultDeclaration declaration, CancellationToken cancellationToken);

    /// <summary>Takes the tenant's declaration away; nothing where there is none.</summary>
    ValueTask RemoveAsync(TenantId tenant, CancellationToken cancellationToken);
}
