using TenantGateway.Core.Cryptography;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Tenants;
using TenantGateway.Core.Termination;

namespace TenantGateway.Termination;

/// <summary>Ends the tenant's key-encryption key in the key service, and takes its answers down.</summary>
internal sealed class KekErasure(IKekLifecycle keks, IKeyEncryptionService keyService, ITenantLives lives, TimeProvider time, ILogger<KekErasure> logger)
{
    /// <summary>Deletes the key, purges it where the service lets it, and asks what is left. What was done before is not done again.</summary>
    internal async Task<ErasureProgress> EraseAsync(TenantId tenant, ErasureProgress progress, IReadOnlyCollection<GenerationRecord> records, CancellationToken cancellationToken)
    {
        var name = KekNames.Of(tenant);
        var versions = await keks.ListVersionsAsync(name, cancellationToken);
        // Whose keys they are must be known before ours are gone.
        if (progress.CustomerKeks is null)
        {
            progress = progress with { CustomerKeks = CustomerKeksOf(name, versions, records) };
            await lives.SaveProgressAsync(tenant, progress, cancellationToken);
        }

        if (versions.Count > 0) await keks.DeleteAsync(name, cancellationToken);
        return await LookAsync(tenant, progress, cancellationToken);
    }

    /// <summary>Purges what can be purged, and asks what is left.</summary>
    internal async Task<ErasureProgress> LookAsync(TenantId tenant, ErasureProgress progress, CancellationToken cancellationToken)
    {
        if (progress.KekGoneAt is not null) return progress;
        var name = KekNames.Of(tenant);
        if (await keks.FindDeletedAsync(name, cancellationToken) is { } deleted)
        {
            progress = progress with { KekDeletedAt = deleted.DeletedAt, KekRecoverableUntil = deleted.PurgedAt };
            await lives.SaveProgressAsync(tenant, progress, cancellationToken);
            await PurgeAsync(tenant, name, cancellationToken);
        }

        var isGone = await keks.FindDeletedAsync(name, cancellationToken) is null && (await keks.ListVersionsAsync(name, cancellationToken)).Count == 0;
        if (isGone) progress = progress with { KekGoneAt = time.GetUtcNow(), KekRecoverableUntil = null };
        await lives.SaveProgressAsync(tenant, progress, cancellationToken);
        return progress;
    }

    /// <summary>Asks the service to unwrap what is about to be erased: a copy of it in a backup must not open either.</summary>
    /// <returns>How many it refused for good; null where one opened.</returns>
    /// <exception cref="KeyServiceException">The service did not answer, which proves nothing.</exception>
    internal async Task<int?> ProbeAsync(ErasureProgress progress, IEnumerable<GenerationRecord> records, CancellationToken cancellationToken)
    {
        var refused = progress.UnwrapsRefused;
        foreach (var record in records.Where(record => !record.WrappedKey.IsEmpty && progress.CustomerKeks?.Contains(KekNames.BaseOf(record.KekId)) != true))
        {
            if (await OpensAsync(record, cancellationToken)) return null;
            refused++;
        }

        return refused;
    }

    private async Task<bool> OpensAsync(GenerationRecord record, CancellationToken cancellationToken)
    {
        try
        {
            using var key = new PinnedKey(GenerationKey.KeySize);
            await keyService.UnwrapAsync(record.KekId, record.WrappedKey, key.Memory, cancellationToken);
            return true;
        }
        catch (KeyServiceException refusal) when (refusal.Failure is KeyServiceFailure.Denied)
        {
            return false;
        }
    }

    private async Task PurgeAsync(TenantId tenant, string name, CancellationToken cancellationToken)
    {
        try
        {
            await keks.PurgeAsync(name, cancellationToken);
        }
        catch (KeyServiceException refusal)
        {
            // Such as a vault with purge protection: then its own clock ends the key, and the certificate says until when.
            Log.NotPurged(logger, tenant, refusal.Failure);
        }
    }

    private static List<string> CustomerKeksOf(string name, IReadOnlyList<KekVersion> versions, IReadOnlyCollection<GenerationRecord> records)
    {
        var ours = versions.Select(version => KekNames.BaseOf(version.KekId)).ToHashSet(StringComparer.Ordinal);
        return [.. records.Select(record => KekNames.BaseOf(record.KekId)).Distinct(StringComparer.Ordinal).Where(kek => ours.Count > 0 ? !ours.Contains(kek) : !IsNamed(kek, name))];
    }

    // Where the key service has nothing left to compare with: a key of another name is not the deployment's.
    private static bool IsNamed(string kek, string name) => kek.Split('/', ':')[^1] == name;
}
