using Microsoft.Extensions.Options;

namespace TenantGateway.Keys.AzureKeyVault;

/// <summary>Makes the clients of vaults; each has its own connections, tokens and challenge.</summary>
internal sealed class KeyVaultClients(IOptions<AzureKeyVaultOptions> options, IHostEnvironment environment, TimeProvider time, ILogger<KeyVaultClient> logger)
{
    /// <summary>The client of the deployment's own vault.</summary>
    internal KeyVaultClient OfDeployment()
    {
        if (!VaultAddress.TryParse(options.Value.VaultUri, options.Value, out var vault)) throw new InvalidOperationException($"{AzureKeyVaultOptions.Section}:VaultUri is no vault.");
        var directory = options.Value.DirectoryId.Length > 0 ? options.Value.DirectoryId : null;
        return Create(vault, VaultPipeline.Create(vault, VaultCredentials.ForDeployment(options.Value, environment), directory, options.Value, publicOnly: false));
    }

    /// <summary>
    /// The client of a vault that a customer has named: tokens come from the named directory and no other, and the name must lead to public addresses.
    /// </summary>
    internal KeyVaultClient OfCustomer(VaultAddress vault, string directory) =>
        Create(vault, VaultPipeline.Create(vault, VaultCredentials.ForDirectory(options.Value, directory), directory, options.Value, publicOnly: true));

    private KeyVaultClient Create(VaultAddress vault, Azure.Core.Pipeline.HttpPipeline pipeline) =>
        new(vault, pipeline, TimeSpan.FromSeconds(options.Value.CallSeconds), time, logger);
}
