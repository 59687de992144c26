using TenantGateway.Core.Access;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Tenants;
using TenantGateway.Storage.Stores;

namespace TenantGateway.Tests.Storage.Contracts;

public abstract class VaultDeclarationStoreContract : StorageContract
{
    private static readonly TenantId Acme = TenantId.Parse("acme");

    [Fact]
    public async Task Declaration_TakesThePlaceOfTheFormer()
    {
        var store = new VaultDeclarationStore(Database);
        Assert.Null(await store.FindAsync(Acme, default));
        await store.PutAsync(Declaration("first"), default);
        await store.PutAsync(Declaration("second"), default);
        using var restarted = Storage.Open();

        var read = await new VaultDeclarationStore(restarted).FindAsync(Acme, default);

        Assert.NotNull(read);
        Assert.Equal(VaultDeclarationEncoding.Encode(Declaration("second")), VaultDeclarationEncoding.Encode(read));
        Assert.Equal(Declaration("second").Signature.ToArray(), read.Signature.ToArray());
        await store.RemoveAsync(Acme, default);
        await store.RemoveAsync(Acme, default);
        Assert.Null(await store.FindAsync(Acme, default));
    }

    private static VaultDeclaration Declaration(string key) => new()
    {
        Tenant = Acme, Vault = "https://acme.vault.example/", Key = key, Directory = "d", DeclaredBy = new ActorId("ac_1"), DeclaredAt = DateTimeOffset.UnixEpoch.AddMilliseconds(1234567890123),
        ExpiresAt = DateTimeOffset.UnixEpoch.AddMilliseconds(1234567890124), Signature = new byte[] { (byte)key.Length, 0 },
    };
}
