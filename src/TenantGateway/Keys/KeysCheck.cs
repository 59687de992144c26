using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using TenantGateway.Core.Access;
using TenantGateway.Core.Cryptography;
using TenantGateway.Core.Doctor;
using TenantGateway.Core.Keys;
using TenantGateway.Keys.AzureKeyVault;
using TenantGateway.Keys.Local;

namespace TenantGateway.Keys;

/// <summary>
/// Whether the key service signs, and unwraps (where keys are made: wraps too) with the key-encryption keys in use. What is signed and wrapped is thrown away; nothing is made. Customers'
/// vaults are not asked: a customer that turns its key off is no fault of the deployment.
/// </summary>
internal sealed class KeysCheck(IServiceProvider services, GatewayRole role, IStateInspection state, CustomerVaultKeys customers, IOptions<KeysOptions> options) : IDoctorCheck
{
    private const int MostKeks = 8;

    // That of a generation.
    private const int KeySize = 64;

    public async Task<IReadOnlyList<DoctorFinding>> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (await MissingAsync(cancellationToken) is { } missing) return [new(DoctorCodes.KeysMissing, missing)];
            var keys = services.GetRequiredService<IKeyEncryptionService>();
            if (await TryAsync("sign", async () => await keys.SignAsync(RandomNumberGenerator.GetBytes(SHA256.HashSizeInBytes), cancellationToken)) is { } unsigned) return [unsigned];
            if (!(await state.InspectAsync(cancellationToken)).IsCurrent) return [new(DoctorCodes.NotExamined, "it signs; which keys are in use is in the database")];
            return await TryKeksAsync(keys, cancellationToken);
        }
        catch (KeyServiceException refused)
        {
            return [Finding("get", refused)];
        }
    }

    // What would be made by asking for it must not be asked for.
    private async Task<string?> MissingAsync(CancellationToken cancellationToken)
    {
        if (options.Value.Service == KeysOptions.Local) return LocalKeyEncryptionService.IsMade(services.GetRequiredService<IOptions<LocalKeyOptions>>().Value.Directory) ? null : $"{LocalKeyOptions.Section}:Directory holds none";
        var vault = services.GetRequiredService<IOptions<AzureKeyVaultOptions>>().Value;
        var key = await services.GetRequiredService<KeyVaultClients>().OfDeployment().FindAsync(vault.SigningKeyName, vault.SigningKeyVersion.ToLowerInvariant(), cancellationToken);
        return key is null ? $"the vault has no signing key {vault.SigningKeyName}{(vault.SigningKeyVersion.Length > 0 ? " of the version that is set" : "")}" : null;
    }

    private async Task<IReadOnlyList<DoctorFinding>> TryKeksAsync(IKeyEncryptionService keys, CancellationToken cancellationToken)
    {
        var generations = await services.GetRequiredService<IGenerationStore>().ListAsync(cancellationToken);
        var inUse = generations.Where(generation => !generation.WrappedKey.IsEmpty && generation.State != GenerationState.Disabled && !customers.TryParse(generation.KekId, out _)).GroupBy(generation => generation.KekId, StringComparer.Ordinal).ToList();
        var tried = inUse.Take(MostKeks).ToList();
        var failed = await Task.WhenAll(tried.Select(kek => TryAsync(kek.First(), keys, cancellationToken)));
        DoctorFinding[] findings = [.. failed.OfType<DoctorFinding>()];
        var done = role.MakesKeys ? "signed, wrapped and unwrapped" : "signed and unwrapped";
        return findings.Length > 0 ? findings : [new(DoctorCodes.KeysUsable, string.Create(CultureInfo.InvariantCulture, $"{done} with {tried.Count} of {inUse.Count} key-encryption keys"))];
    }

    private async Task<DoctorFinding?> TryAsync(GenerationRecord generation, IKeyEncryptionService keys, CancellationToken cancellationToken)
    {
        var kek = generation.KekId;
        using var unwrapped = new PinnedKey(KeySize);
        if (!role.MakesKeys) return await TryAsync($"unwrap with {kek}", async () => await keys.UnwrapAsync(kek, generation.WrappedKey, unwrapped.Memory, cancellationToken));

        var throwaway = RandomNumberGenerator.GetBytes(KeySize);
        var wrapped = Array.Empty<byte>();
        if (await TryAsync($"wrap with {kek}", async () => wrapped = await keys.WrapAsync(kek, throwaway, cancellationToken)) is { } unwrappable) return unwrappable;
        return await TryAsync($"unwrap with {kek}", async () =>
        {
            var length = await keys.UnwrapAsync(kek, wrapped, unwrapped.Memory, cancellationToken);
            if (!CryptographicOperations.FixedTimeEquals(unwrapped.Span[..length], throwaway)) throw new KeyServiceException(KeyServiceFailure.Invalid, "it unwrapped something else than was wrapped");
        });
    }

    private static async Task<DoctorFinding?> TryAsync(string operation, Func<Task> work)
    {
        try
        {
            await work();
            return null;
        }
        catch (KeyServiceException refused)
        {
            return Finding(operation, refused);
        }
    }

    private static DoctorFinding Finding(string operation, KeyServiceException refused) =>
        new(refused.Failure == KeyServiceFailure.Unavailable ? DoctorCodes.KeyServiceUnreachable : DoctorCodes.KeyOperationFailed, $"{operation}: {refused.Message}");
}
