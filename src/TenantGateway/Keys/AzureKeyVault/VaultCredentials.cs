using Azure.Core;
using Azure.Identity;

namespace TenantGateway.Keys.AzureKeyVault;

/// <summary>Makes the credentials that bring tokens for vaults. Only those made for servers: no browser, no cache of a person's login.</summary>
internal static class VaultCredentials
{
    /// <summary>For the deployment's own vault.</summary>
    internal static TokenCredential ForDeployment(AzureKeyVaultOptions options, IHostEnvironment environment) => options.Credential.Kind switch
    {
        VaultCredentialOptions.Default => new DefaultAzureCredential(Default(options, environment)),
        VaultCredentialOptions.WorkloadIdentity => WorkloadIdentity(options, OrNull(options.Credential.TenantId)),
        VaultCredentialOptions.ManagedIdentity => new ManagedIdentityCredential(Common(new ManagedIdentityCredentialOptions(Identity(options.Credential.ClientId)), options)),
        var kind => throw new InvalidOperationException($"The credential kind {kind} is unknown."),
    };

    /// <summary>
    /// For the vault of a customer: the gateway's application signs in at that directory and no other, so a token of the deployment's own directory never
    /// reaches a customer's host.
    /// </summary>
    internal static TokenCredential ForDirectory(AzureKeyVaultOptions options, string directory) => WorkloadIdentity(options, directory);

    private static WorkloadIdentityCredential WorkloadIdentity(AzureKeyVaultOptions options, string? directory)
    {
        var workload = Common(new WorkloadIdentityCredentialOptions(), options);
        if (directory is not null) workload.TenantId = directory;
        if (OrNull(options.Credential.ClientId) is { } client) workload.ClientId = client;
        if (OrNull(options.Credential.TokenFile) is { } file) workload.TokenFilePath = file;
        workload.AdditionallyAllowedTenants.Clear();
        workload.DisableInstanceDiscovery = IsLoopback(options);
        return new WorkloadIdentityCredential(workload);
    }

    private static DefaultAzureCredentialOptions Default(AzureKeyVaultOptions options, IHostEnvironment environment)
    {
        var credential = Common(new DefaultAzureCredentialOptions(), options);
        credential.ExcludeAzureCliCredential = environment.IsProduction();
        credential.ExcludeAzureDeveloperCliCredential = true;
        credential.ExcludeAzurePowerShellCredential = true;
        credential.ExcludeBrokerCredential = true;
        credential.ExcludeInteractiveBrowserCredential = true;
        credential.ExcludeVisualStudioCredential = true;
        credential.ExcludeVisualStudioCodeCredential = true;
        credential.DisableInstanceDiscovery = IsLoopback(options);
        if (OrNull(options.Credential.TenantId) is { } tenant) credential.TenantId = tenant;
        if (OrNull(options.Credential.ClientId) is { } client) credential.ManagedIdentityClientId = credential.WorkloadIdentityClientId = client;
        return credential;
    }

    private static T Common<T>(T credential, AzureKeyVaultOptions options) where T : TokenCredentialOptions
    {
        if (OrNull(options.Credential.AuthorityHost) is { } authority)
        {
            credential.AuthorityHost = new Uri(authority);
            if (IsLoopback(options)) credential.Transport = VaultTransport.Create(credential.AuthorityHost.Host, options, publicOnly: false);
        }

        credential.Retry.MaxRetries = Math.Min(options.Retries, 2);
        credential.Retry.Delay = TimeSpan.FromMilliseconds(200);
        credential.Retry.MaxDelay = TimeSpan.FromSeconds(2);
        credential.Retry.NetworkTimeout = TimeSpan.FromSeconds(options.AttemptSeconds);
        credential.Diagnostics.IsLoggingContentEnabled = false;
        credential.Diagnostics.IsTelemetryEnabled = false;
        credential.Diagnostics.IsDistributedTracingEnabled = false;
        return credential;
    }

    private static ManagedIdentityId Identity(string clientId) => clientId.Length > 0 ? ManagedIdentityId.FromUserAssignedClientId(clientId) : ManagedIdentityId.SystemAssigned;

    private static bool IsLoopback(AzureKeyVaultOptions options) =>
        options.Loopback.IsAllowed && Uri.TryCreate(options.Credential.AuthorityHost, UriKind.Absolute, out var authority) && LoopbackHost.Is(authority.Host);

    private static string? OrNull(string value) => value.Length > 0 ? value : null;
}
