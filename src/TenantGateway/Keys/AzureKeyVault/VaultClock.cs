using Azure.Core;
using TenantGateway.Core.Doctor;
using TenantGateway.Core.Keys;

namespace TenantGateway.Keys.AzureKeyVault;

/// <summary>The clock of the deployment's vault, by the date of an answer.</summary>
internal sealed class VaultClock(KeyVaultClients clients, TimeProvider time) : IClockSource
{
    public async Task<IReadOnlyList<ClockReading>> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            var vault = clients.OfDeployment();
            // The first request gets the token, and the second one's way is the shorter.
            await AskAsync(vault, cancellationToken);
            var asked = time.GetUtcNow();
            return await AskAsync(vault, cancellationToken) is { } date ? [ClockReading.OfDate(vault.Vault.Host, date, asked, time.GetUtcNow())] : [];
        }
        catch (KeyServiceException)
        {
            return [];
        }
    }

    private static async Task<DateTimeOffset?> AskAsync(KeyVaultClient vault, CancellationToken cancellationToken) =>
        (await vault.AskAsync("tell the time", RequestMethod.Get, $"keys/{VaultRightsCheck.NoKey}", default, cancellationToken)).Date;
}
