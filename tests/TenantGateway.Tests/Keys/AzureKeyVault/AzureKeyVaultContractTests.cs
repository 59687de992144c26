using TenantGateway.Core.Keys;

namespace TenantGateway.Tests.Keys.AzureKeyVault;

public sealed class AzureKeyVaultContractTests : KeyServiceContract, IAsyncLifetime
{
    private VaultWorld? _world;

    private VaultWorld World => _world ?? throw new InvalidOperationException("Not started.");

    internal override IKeyEncryptionService Service => World.Service;

    internal override IKekLifecycle Keks => World.Service;

    internal override string UnknownKekId => $"{World.Client.Vault}/keys/kek-acme/0123456789abcdef0123456789abcdef";

    public async Task InitializeAsync() => _world = await VaultWorld.StartAsync();

    public async Task DisposeAsync() => await World.DisposeAsync();
}
