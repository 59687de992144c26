using TenantGateway.Core.Access;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Tenants;
using TenantGateway.Storage.Databases;

namespace TenantGateway.Storage.Stores;

/// <summary>Declarations of customers' vaults, as they were signed.</summary>
internal sealed class VaultDeclarationStore(Database database) : IVaultDeclarationStore
{
    public async ValueTask<VaultDeclaration?> FindAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        var row = await database.FindAsync<Row>(
            """
            SELECT tenant_id AS tenantId, vault, key_name AS keyName, directory_id AS directoryId, declared_by AS declaredBy, declared_at AS declaredAt,
                expires_at AS expiresAt, signature
            FROM vault_declarations WHERE tenant_id = @TenantId
            """,
            new { TenantId = tenant.Value },
            cancellationToken);
        return row?.ToDeclaration();
    }

    public async ValueTask PutAsync(VaultDeclaration declaration, CancellationToken cancellationToken) => await database.ChangeAsync(
        """
        INSERT INTO vault_declarations (tenant_id, vault, key_name, directory_id, declared_by, declared_at, expires_at, signature)
        VALUES (@TenantId, @Vault, @KeyName, @DirectoryId, @DeclaredBy, @DeclaredAt, @ExpiresAt, @Signature)
        ON CONFLICT (tenant_id) DO UPDATE SET vault = excluded.vault, key_name = excluded.key_name, directory_id = excluded.directory_id,
            declared_by = excluded.declared_by, declared_at = excluded.declared_at, expires_at = excluded.expires_at, signature = excluded.signature
        """,
        Row.Of(declaration),
        cancellationToken);

    public async ValueTask RemoveAsync(TenantId tenant, CancellationToken cancellationToken) =>
        await database.ChangeAsync("DELETE FROM vault_declarations WHERE tenant_id = @TenantId", new { TenantId = tenant.Value }, cancellationToken);

    private sealed record Row(string TenantId, string Vault, string KeyName, string DirectoryId, string DeclaredBy, long DeclaredAt, long ExpiresAt, byte[] Signature)
    {
        internal static Row Of(VaultDeclaration declaration) => new(
            declaration.Tenant.Value,
            declaration.Vault,
            declaration.Key,
            declaration.Directory,
            declaration.DeclaredBy.Value,
            declaration.DeclaredAt.ToUnixTimeMilliseconds(),
            declaration.ExpiresAt.ToUnixTimeMilliseconds(),
            declaration.Signature.ToArray());

        internal VaultDeclaration ToDeclaration() => new()
        {
            Tenant = Core.Tenants.TenantId.Parse(TenantId),
            Vault = Vault,
            Key = KeyName,
            Directory = DirectoryId,
            DeclaredBy = new ActorId(DeclaredBy),
            DeclaredAt = DateTimeOffset.FromUnixTimeMilliseconds(DeclaredAt),
            ExpiresAt = DateTimeOffset.FromUnixTimeMilliseconds(ExpiresAt),
            Signature = Signature,
        };
    }
}
