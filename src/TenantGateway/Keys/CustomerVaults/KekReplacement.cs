using System.Security.Cryptography;
using TenantGateway.Core.Cryptography;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Keys.CustomerVaults;

/// <summary>Puts a tenant's generations under another key-encryption key, all or none. The keys inside, and so every token, stay the same.</summary>
internal sealed class KekReplacement(KeyRings keyRings, KekStates states, IGenerationStore store, IKeyEncryptionService keyService, GenerationSigner signer)
{
    // Another attempt is needed only where a rotation of this tenant comes in between.
    private const int MaxAttempts = 5;

    /// <summary>The key-encryption keys that the tenant's generations are under now, in one order.</summary>
    internal IReadOnlyList<string> InUse(TenantId tenant) => [.. Generations(tenant).Select(record => record.KekId).Distinct().Order(StringComparer.Ordinal)];

    /// <returns>How many generations were moved; 0 where all were there already.</returns>
    /// <exception cref="KeyServiceException">A key service failed, or a rotation was in the way each time; nothing was changed.</exception>
    internal async ValueTask<int> RunAsync(TenantId tenant, string kekId, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            await keyRings.ReloadAsync(cancellationToken);
            var moved = new List<GenerationRecord>();
            foreach (var record in Generations(tenant).Where(record => record.KekId != kekId)) moved.Add(await MoveAsync(record, kekId, cancellationToken));
            if (moved.Count == 0) return 0;
            if (!await store.TryChangeAsync(moved, CancellationToken.None)) continue;
            await keyRings.ReloadAsync(CancellationToken.None);
            return moved.Count;
        }

        throw new KeyServiceException(KeyServiceFailure.Unavailable, $"The generations of {tenant} changed each time that they were wrapped anew.");
    }

    private IEnumerable<GenerationRecord> Generations(TenantId tenant) => states.Table.OfTenant(tenant).Where(record => record.State != GenerationState.Destroyed);

    // What does not come back must be noticed before the old wrapping is thrown away.
    private async ValueTask<GenerationRecord> MoveAsync(GenerationRecord record, string kekId, CancellationToken cancellationToken)
    {
        using var key = new PinnedKey(GenerationKey.KeySize);
        using var back = new PinnedKey(GenerationKey.KeySize);
        var length = await keyService.UnwrapAsync(record.KekId, record.WrappedKey, key.Memory, cancellationToken);
        var wrapped = await keyService.WrapAsync(kekId, key.Memory, cancellationToken);
        var lengthBack = await keyService.UnwrapAsync(kekId, wrapped, back.Memory, cancellationToken);
        if (length != GenerationKey.KeySize || lengthBack != length || !CryptographicOperations.FixedTimeEquals(key.Span, back.Span))
        {
            throw new KeyServiceException(KeyServiceFailure.Invalid, $"What {kekId} wraps of generation {record.KeyId} does not come back.");
        }

        return await signer.SignAsync(record with { KekId = kekId, WrappedKey = wrapped, Epoch = record.Epoch + 1 }, cancellationToken);
    }
}
