using TenantGateway.Core.Access;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Keys.CustomerVaults;

/// <summary>Signs what tenants' admins declare, and believes only what is signed.</summary>
internal sealed class VaultDeclarations(IVaultDeclarationStore store, IKeyEncryptionService keyService, TimeProvider time, ILogger<VaultDeclarations> logger) : IVaultDeclarations
{
    /// <summary>How long a declaration stands: enough for the operator's two people, too short to be forgotten.</summary>
    internal static readonly TimeSpan Life = TimeSpan.FromDays(7);

    public async ValueTask<VaultDeclaration?> FindAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(tenant, cancellationToken) is not { } stored) return null;
        var signingKey = await keyService.GetSigningKeyAsync(cancellationToken);
        if (stored.Tenant != tenant || !RecordSignature.Verify(signingKey, VaultDeclarationEncoding.Encode(stored), stored.Signature.Span))
        {
            Log.DeclarationRefused(logger, tenant);
            return null;
        }

        return time.GetUtcNow() < stored.ExpiresAt ? stored : null;
    }

    /// <summary>Takes the declaration of the tenant's own admin, in the place of an earlier one.</summary>
    internal async ValueTask<VaultDeclaration> DeclareAsync(TenantId tenant, CustomerKey key, ActorId by, CancellationToken cancellationToken)
    {
        var now = DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());
        var declaration = new VaultDeclaration
        {
            Tenant = tenant,
            Vault = key.Vault.ToString(),
            Key = key.Name,
            Directory = key.Directory,
            DeclaredBy = by,
            DeclaredAt = now,
            ExpiresAt = now + Life,
            Signature = default,
        };
        var signature = await keyService.SignAsync(RecordSignature.Digest(VaultDeclarationEncoding.Encode(declaration)), cancellationToken);
        declaration = declaration with { Signature = signature };
        await store.PutAsync(declaration, cancellationToken);
        return declaration;
    }

    internal ValueTask WithdrawAsync(TenantId tenant, CancellationToken cancellationToken) => store.RemoveAsync(tenant, cancellationToken);
}
