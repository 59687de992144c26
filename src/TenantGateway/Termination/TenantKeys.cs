using TenantGateway.Core.Keys;
using TenantGateway.Core.Tenants;
using TenantGateway.Core.Termination;

namespace TenantGateway.Termination;

/// <summary>All generations of a tenant at once: disabled, given back, destroyed; signed by the key service, and the caches of this process with them.</summary>
internal sealed class TenantKeys(ITenantLives lives, IGenerationStore store, IKeyEncryptionService keyService, IKeyTable table, TimeProvider time)
{
    private const int MaxAttempts = 3;

    // What is signed has milliseconds.
    private DateTimeOffset Now => DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());

    /// <summary>The records that verify: signing one that does not would make a forgery good.</summary>
    internal async Task<List<GenerationRecord>> ListVerifiedAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        var signingKey = await keyService.GetSigningKeyAsync(cancellationToken);
        return [.. (await lives.ListGenerationsAsync(tenant, cancellationToken))
            .Where(record => RecordSignature.Verify(signingKey, GenerationRecordEncoding.Encode(record), record.Signature.Span))];
    }

    /// <summary>Disables whatever reads or writes data. When it returns this process holds none of these keys any more.</summary>
    internal Task DisableAsync(TenantId tenant, CancellationToken cancellationToken) =>
        ChangeAsync(() => ListVerifiedAsync(tenant, cancellationToken), record => TenantKeyEnd.Disables(record) ? TenantKeyEnd.Disable(record, Now) : null, cancellationToken);

    internal Task RestoreAsync(TenantId tenant, IReadOnlyCollection<FormerGeneration> before, CancellationToken cancellationToken) => ChangeAsync(
        () => ListVerifiedAsync(tenant, cancellationToken),
        record => record.State == GenerationState.Disabled && before.FirstOrDefault(former => former.KeyId == record.KeyId) is { } former ? TenantKeyEnd.Restore(record, former.State, Now) : null,
        cancellationToken);

    /// <summary>Erases every wrapped key, also those in records that do not verify: nothing good can come of them.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="kept">What outlasts the tenant.</param>
    /// <param name="cancellationToken">Ends it before anything is written.</param>
    internal Task DestroyAsync(TenantId tenant, IReadOnlySet<KeyId> kept, CancellationToken cancellationToken) => ChangeAsync(
        async () => [.. await lives.ListGenerationsAsync(tenant, cancellationToken)],
        record => !kept.Contains(record.KeyId) && (record.State != GenerationState.Destroyed || !record.WrappedKey.IsEmpty) ? TenantKeyEnd.Destroy(record, Now) : null,
        cancellationToken);

    private async Task ChangeAsync(Func<Task<List<GenerationRecord>>> list, Func<GenerationRecord, GenerationRecord?> change, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            var changed = new List<GenerationRecord>();
            foreach (var record in await list())
            {
                if (change(record) is { } next) changed.Add(await SignAsync(next, cancellationToken));
            }

            if (changed.Count > 0 && !await store.TryChangeAsync(changed, cancellationToken)) continue;
            await table.ReloadAsync(cancellationToken);
            return;
        }

        throw new KeyServiceException(KeyServiceFailure.Unavailable, "The generations were changed by somebody else, again and again.");
    }

    private async ValueTask<GenerationRecord> SignAsync(GenerationRecord record, CancellationToken cancellationToken) =>
        record with { Signature = await keyService.SignAsync(RecordSignature.Digest(GenerationRecordEncoding.Encode(record)), cancellationToken) };
}
