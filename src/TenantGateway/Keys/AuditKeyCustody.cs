using TenantGateway.Core.Cryptography;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Tenants;
using TenantGateway.Core.Termination;

namespace TenantGateway.Keys;

/// <inheritdoc/>
/// <remarks>Whether a generation is in custody says the key service, by the versions that it has of the key: the name alone could be a customer's.</remarks>
internal sealed class AuditKeyCustody(
    ITenantLives lives, ITombstones tombstones, IGenerationStore store, IKekLifecycle keks, IKeyEncryptionService keyService, GenerationSigner signer, IKeyTable table,
    TimeProvider time, ILogger<AuditKeyCustody> logger) : IAuditKeyCustody
{
    // What is signed has milliseconds.
    private DateTimeOffset Now => DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());

    public async ValueTask<AuditKeyTakeover> TakeOverAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        // :: Step 1: what is there, and may be
        if (tombstones.ReadEndedAuditKeys().Contains(tenant)) return new AuditKeyTakeover(new HashSet<KeyId>(), false, false);
        var records = await ListVerifiedAsync(tenant, cancellationToken);
        var versions = await keks.ListVersionsAsync(KekNames.OfAudit(tenant), cancellationToken);
        var own = versions.Select(version => KekNames.BaseOf(version.KekId)).ToHashSet(StringComparer.Ordinal);
        var kept = records.Where(record => own.Contains(KekNames.BaseOf(record.KekId))).Select(record => record.KeyId).ToHashSet();
        if (kept.Count == records.Count) return new AuditKeyTakeover(kept, false, false);

        // :: Step 2: wrapped anew, proven and signed, all or none
        var kekId = await keks.CreateAsync(KekNames.OfAudit(tenant), cancellationToken);
        var changed = new List<GenerationRecord>();
        foreach (var record in records.Where(record => !kept.Contains(record.KeyId)))
        {
            if (await RewrapAsync(record, kekId, cancellationToken) is { } rewrapped) changed.Add(await signer.SignAsync(rewrapped, cancellationToken));
            else Log.AuditKeyLost(logger, record.KeyId, tenant);
        }

        if (changed.Count > 0 && !await store.TryChangeAsync(changed, CancellationToken.None)) throw new KeyServiceException(KeyServiceFailure.Unavailable, "The audit key was changed by somebody else meanwhile.");
        await table.ReloadAsync(cancellationToken);
        var isLost = kept.Count + changed.Count < records.Count;
        kept.UnionWith(changed.Select(record => record.KeyId));
        return new AuditKeyTakeover(kept, changed.Count > 0, isLost);
    }

    public async ValueTask<bool> HoldsAsync(TenantId tenant, CancellationToken cancellationToken) =>
        (await ListAsync(tenant, cancellationToken)).Count > 0 || (await keks.ListVersionsAsync(KekNames.OfAudit(tenant), cancellationToken)).Count > 0;

    public async ValueTask EndAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        // :: Step 1: from here on no database, however old, brings it back
        await tombstones.AddAsync(new Tombstone { Version = Tombstone.CurrentVersion, Tenant = tenant.Value, DiedAt = Now, Kind = Tombstone.AuditKey, Operation = "" }, cancellationToken);

        // :: Step 2: the key-encryption key
        var name = KekNames.OfAudit(tenant);
        if ((await keks.ListVersionsAsync(name, cancellationToken)).Count > 0) await keks.DeleteAsync(name, cancellationToken);
        await PurgeAsync(tenant, name, cancellationToken);

        // :: Step 3: the wrapped key, also in records that do not verify, and the key in the memory of every process
        var destroyed = new List<GenerationRecord>();
        foreach (var record in await ListAsync(tenant, cancellationToken)) destroyed.Add(await signer.SignAsync(TenantKeyEnd.Destroy(record, Now), cancellationToken));
        if (destroyed.Count > 0 && !await store.TryChangeAsync(destroyed, CancellationToken.None)) throw new KeyServiceException(KeyServiceFailure.Unavailable, "The audit key was changed by somebody else meanwhile.");
        await table.ReloadAsync(cancellationToken);
        if (!await lives.TryScrubAsync(cancellationToken)) Log.AuditKeyNotScrubbed(logger, tenant);
    }

    private async Task PurgeAsync(TenantId tenant, string name, CancellationToken cancellationToken)
    {
        try
        {
            if (await keks.FindDeletedAsync(name, cancellationToken) is not null) await keks.PurgeAsync(name, cancellationToken);
        }
        catch (KeyServiceException refusal) when (refusal.Failure == KeyServiceFailure.Denied)
        {
            // A vault with purge protection: its own clock ends the key, and the wrapped key is erased now.
            Log.AuditKekNotPurged(logger, tenant);
        }
    }

    /// <returns>Null where the key-encryption key refuses for good.</returns>
    private async Task<GenerationRecord?> RewrapAsync(GenerationRecord record, string kekId, CancellationToken cancellationToken)
    {
        using var key = new PinnedKey(GenerationKey.KeySize);
        try
        {
            var length = await keyService.UnwrapAsync(record.KekId, record.WrappedKey, key.Memory, cancellationToken);
            if (length != GenerationKey.KeySize) throw new KeyServiceException(KeyServiceFailure.Invalid, $"Generation {record.KeyId} unwraps to {length} bytes.");
        }
        catch (KeyServiceException refusal) when (refusal.Failure == KeyServiceFailure.Denied)
        {
            return null;
        }

        return GenerationLife.Rewrap(record, kekId, await ProvenWrap.WrapAsync(keyService, kekId, key, cancellationToken));
    }

    private async Task<List<GenerationRecord>> ListVerifiedAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        var signingKey = await keyService.GetSigningKeyAsync(cancellationToken);
        return [.. (await ListAsync(tenant, cancellationToken)).Where(record => RecordSignature.Verify(signingKey, GenerationRecordEncoding.Encode(record), record.Signature.Span))];
    }

    private async Task<List<GenerationRecord>> ListAsync(TenantId tenant, CancellationToken cancellationToken) =>
        [.. (await lives.ListGenerationsAsync(tenant, cancellationToken)).Where(record => record.Line == KeyLine.Audit && !record.WrappedKey.IsEmpty)];
}
