using System.Globalization;
using System.Text;
using Microsoft.Extensions.Options;
using TenantGateway.Core.Access;
using TenantGateway.Core.Doctor;
using TenantGateway.Core.Keys;

namespace TenantGateway.Keys.AzureKeyVault;

/// <summary>Whether the deployment's vault lets this role do everything that it will need, each operation tried on a key that does not exist.</summary>
internal sealed class VaultRightsCheck(KeyVaultClients clients, GatewayRole role, IOptions<AzureKeyVaultOptions> options) : IDoctorCheck
{
    /// <summary>No key has this name: those of tenants begin otherwise.</summary>
    internal const string NoKey = "tenantgateway-doctor-no-key";

    public async Task<IReadOnlyList<DoctorFinding>> RunAsync(CancellationToken cancellationToken)
    {
        VaultRight[] needed = [.. VaultRight.OfUse, .. role.MakesKeys ? VaultRight.OfMaking : [], .. role.MakesKeys && options.Value.RotateAfterDays > 0 ? VaultRight.OfRotationPolicies : []];
        var vault = clients.OfDeployment();
        try
        {
            var given = await Task.WhenAll(needed.Select(right => IsGivenAsync(vault, right, cancellationToken)));
            VaultRight[] missing = [.. needed.Where((_, i) => !given[i])];
            return [missing.Length == 0
                ? new(DoctorCodes.KeyRightsGiven, string.Create(CultureInfo.InvariantCulture, $"{needed.Length} operations tried on {vault.Vault.Host}"))
                : new(DoctorCodes.KeyRightMissing, $"{(missing.Length == needed.Length ? "all of them" : "missing")} on {vault.Vault.Host}: {string.Join(", ", missing.Select(right => $"{right.Action} ({right.Permission})"))}"),];
        }
        catch (KeyServiceException unreachable)
        {
            return [new(DoctorCodes.KeyServiceUnreachable, unreachable.Message)];
        }
    }

    private static async Task<bool> IsGivenAsync(KeyVaultClient vault, VaultRight right, CancellationToken cancellationToken)
    {
        var (status, _) = await vault.AskAsync($"try {right.Permission}", right.Method, right.Path(NoKey), Encoding.UTF8.GetBytes(right.Body), cancellationToken);
        return status switch
        {
            StatusCodes.Status401Unauthorized or StatusCodes.Status403Forbidden => false,
            StatusCodes.Status429TooManyRequests or >= 500 => throw new KeyServiceException(KeyServiceFailure.Unavailable, string.Create(CultureInfo.InvariantCulture, $"the vault answered {status}")),
            _ => true,
        };
    }
}
