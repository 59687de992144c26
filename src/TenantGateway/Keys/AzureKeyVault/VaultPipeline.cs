using System.Net;
using Azure.Core;
using Azure.Core.Pipeline;

namespace TenantGateway.Keys.AzureKeyVault;

/// <summary>The way of a request to one vault: bounded retries, then the challenge, then the connection.</summary>
internal static class VaultPipeline
{
    /// <param name="vault">The only host it leads to.</param>
    /// <param name="credential">Brings its tokens.</param>
    /// <param name="directory">The directory that the vault must belong to; null: the credential's own.</param>
    /// <param name="options">Bounds and the authority of loopback.</param>
    /// <param name="publicOnly">Whether addresses that are not public are refused, as for a vault that a customer names.</param>
    /// <param name="resolve">How names become addresses.</param>
    internal static HttpPipeline Create(
        VaultAddress vault, TokenCredential credential, string? directory, AzureKeyVaultOptions options, bool publicOnly, Func<string, CancellationToken, Task<IPAddress[]>>? resolve = null)
    {
        var client = new VaultClientOptions
        {
            Transport = VaultTransport.Create(vault.Host, options, publicOnly, resolve),
            RetryPolicy = new BoundedRetryPolicy(options.Retries, TimeSpan.FromSeconds(options.MaxRetryAfterSeconds)),
        };
        client.Retry.NetworkTimeout = TimeSpan.FromSeconds(options.AttemptSeconds);
        client.Diagnostics.IsLoggingEnabled = false;
        client.Diagnostics.IsLoggingContentEnabled = false;
        client.Diagnostics.IsTelemetryEnabled = false;
        client.Diagnostics.IsDistributedTracingEnabled = false;
        return HttpPipelineBuilder.Build(client, new ChallengePolicy(vault, credential, directory));
    }

    private sealed class VaultClientOptions : ClientOptions;
}
