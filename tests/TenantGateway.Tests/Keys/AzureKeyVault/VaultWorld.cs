using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using TenantGateway.Keys.AzureKeyVault;
using TenantGateway.KeyVault;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Keys.AzureKeyVault;

/// <summary>A vault on loopback and the key service over it, as a gateway would set it up; credentials are the real ones.</summary>
internal sealed class VaultWorld : IAsyncDisposable
{
    private VaultWorld(VaultServer server, AzureKeyVaultOptions options)
    {
        Server = server;
        Options = options;
        Client = ClientsOf(options).OfDeployment();
        Service = new AzureKeyVaultKeyEncryptionService(Client, options, TimeProvider.System, NullLogger.Instance);
    }

    internal VaultServer Server { get; }

    internal AzureKeyVaultOptions Options { get; }

    internal KeyVaultClient Client { get; }

    internal AzureKeyVaultKeyEncryptionService Service { get; }

    internal static async Task<VaultWorld> StartAsync(Action<AzureKeyVaultOptions>? change = null, VaultServerOptions? server = null)
    {
        var started = await VaultServer.StartAsync(server);
        var options = OptionsOf(started);
        change?.Invoke(options);
        return new VaultWorld(started, options);
    }

    internal static AzureKeyVaultOptions OptionsOf(VaultServer server) => new()
    {
        VaultUri = server.Address.GetLeftPart(UriPartial.Authority),
        KeySize = 2048,
        AttemptSeconds = 2,
        CallSeconds = 10,
        Credential = new VaultCredentialOptions
        {
            Kind = VaultCredentialOptions.WorkloadIdentity,
            ClientId = VaultServer.ClientId,
            TenantId = server.DirectoryId,
            TokenFile = server.TokenFile,
            AuthorityHost = server.LoginAddress.AbsoluteUri,
        },
        Loopback = new LoopbackVaultOptions { CaFile = server.CaFile },
    };

    internal static KeyVaultClients ClientsOf(AzureKeyVaultOptions options) => new(
        Microsoft.Extensions.Options.Options.Create(options), new HostingEnvironment { EnvironmentName = Environments.Production }, TimeProvider.System, NullLogger<KeyVaultClient>.Instance);

    /// <summary>Waits until the vault was asked for such a path.</summary>
    internal Task MetAsync(string ending) => Eventually.IsTrueAsync(() => Server.Requests.All.Any(request => request.Path.EndsWith(ending, StringComparison.Ordinal)));

    public async ValueTask DisposeAsync()
    {
        Service.Dispose();
        await Server.DisposeAsync();
    }
}
