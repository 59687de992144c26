using TenantGateway.Core.Keys;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Tests.Fakes;

/// <summary>No tenant has declared a vault.</summary>
internal sealed class NoVaultDeclarations : IVaultDeclarations
{
    public ValueTask<VaultDeclaration?> FindAsync(TenantId tenant, CancellationToken cancellationToken) => ValueTask.FromResult<VaultDeclaration?>(null);
}
