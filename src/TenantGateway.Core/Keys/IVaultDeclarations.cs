using TenantGateway.Core.Tenants;

namespace TenantGateway.Core.Keys;

/// <summary>What tenants' own admins have said of the vaults that their keys are to lie in.</summary>
public interface IVaultDeclarations
{
    /// <summary>The tenant's declaration where one stands: signed, of this tenant, and not expired.</summary>
    ValueTask<VaultDeclaration?> FindAsync(TenantId tenant, CancellationToken cancellationToken);
}
