using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Options;

namespace TenantGateway.Keys.AzureKeyVault;

/// <summary>Everything that is wrong with the settings of the Key Vault service, at once.</summary>
/// <param name="environment">Production refuses vaults on loopback.</param>
/// <param name="inVault">Whether the deployment's own keys are in a vault.</param>
internal sealed class AzureKeyVaultOptionsValidation(IHostEnvironment environment, bool inVault) : IValidateOptions<AzureKeyVaultOptions>
{
    private static readonly string[] SecretVariables = ["AZURE_CLIENT_SECRET", "AZURE_PASSWORD", "AZURE_CLIENT_CERTIFICATE_PASSWORD"];

    private static readonly string[] Kinds = [VaultCredentialOptions.Default, VaultCredentialOptions.WorkloadIdentity, VaultCredentialOptions.ManagedIdentity];

    public ValidateOptionsResult Validate(string? name, AzureKeyVaultOptions options)
    {
        var errors = new List<string>();
        if ((inVault || options.VaultUri.Length > 0) && !VaultAddress.TryParse(options.VaultUri, options, out _))
        {
            errors.Add($"{AzureKeyVaultOptions.Section}:VaultUri is \"{options.VaultUri}\". Give the vault's address alone, https://NAME.SUFFIX without port and path, with a suffix of AllowedSuffixes ({string.Join(", ", options.Suffixes)}).");
        }

        foreach (var suffix in options.Suffixes.Where(suffix => Uri.CheckHostName(suffix) != UriHostNameType.Dns || !suffix.Contains('.') || suffix != suffix.ToLowerInvariant()))
        {
            errors.Add($"{AzureKeyVaultOptions.Section}:AllowedSuffixes holds \"{suffix}\". A suffix is a lower-case domain name with a dot in it.");
        }

        if (options.RotateAfterDays is > 0 and < 28) errors.Add($"{AzureKeyVaultOptions.Section}:RotateAfterDays must be 0 or 28 to 3650.");
        CheckGuid($"{AzureKeyVaultOptions.Section}:DirectoryId", options.DirectoryId, errors);
        CheckCredential(options.Credential, options, errors);
        CheckEnvironment(options.Credential, errors);
        CheckLoopback(options.Loopback, errors);
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static void CheckCredential(VaultCredentialOptions credential, AzureKeyVaultOptions options, List<string> errors)
    {
        if (!Kinds.Contains(credential.Kind, StringComparer.Ordinal)) errors.Add($"{VaultCredentialOptions.Section}:Kind is \"{credential.Kind}\". Known: {string.Join(", ", Kinds)}.");
        CheckGuid($"{VaultCredentialOptions.Section}:ClientId", credential.ClientId, errors);
        CheckGuid($"{VaultCredentialOptions.Section}:TenantId", credential.TenantId, errors);
        if (credential.AuthorityHost.Length == 0) return;
        if (!Uri.TryCreate(credential.AuthorityHost, UriKind.Absolute, out var authority) || authority.Scheme != Uri.UriSchemeHttps || authority.AbsolutePath != "/"
            || authority.UserInfo.Length > 0 || authority.Query.Length > 0 || (LoopbackHost.Is(authority.Host) && !options.Loopback.IsAllowed))
        {
            errors.Add($"{VaultCredentialOptions.Section}:AuthorityHost must be https://HOST/, on loopback only together with {LoopbackVaultOptions.Section}:CaFile.");
        }
    }

    // The library would take them of itself; nothing else of what it takes is a secret.
    private void CheckEnvironment(VaultCredentialOptions credential, List<string> errors)
    {
        if (!inVault || !environment.IsProduction() || credential.Kind != VaultCredentialOptions.Default) return;
        foreach (var variable in SecretVariables.Where(variable => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(variable))))
            errors.Add($"{variable} is a secret in the environment. Remove it, and use the workload's or a managed identity.");
    }

    private void CheckLoopback(LoopbackVaultOptions loopback, List<string> errors)
    {
        if (!loopback.IsAllowed) return;
        if (environment.IsProduction() && !string.Equals(loopback.AllowInProduction, LoopbackVaultOptions.ProductionConsent, StringComparison.Ordinal))
        {
            errors.Add($"{LoopbackVaultOptions.Section}:CaFile is for tests and refused in Production. Remove it, or set {LoopbackVaultOptions.Section}:AllowInProduction to \"{LoopbackVaultOptions.ProductionConsent}\".");
        }

        try
        {
            var authorities = new X509Certificate2Collection();
            authorities.ImportFromPemFile(loopback.CaFile);
            if (authorities.Count == 0) errors.Add($"{LoopbackVaultOptions.Section}:CaFile holds no certificate.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CryptographicException)
        {
            errors.Add($"{LoopbackVaultOptions.Section}:CaFile cannot be read as PEM: {exception.Message}");
        }
    }

    private static void CheckGuid(string key, string value, List<string> errors)
    {
        if (value.Length > 0 && !Guid.TryParseExact(value, "D", out _)) errors.Add($"{key} is \"{value}\" and must be a GUID with hyphens.");
    }
}
