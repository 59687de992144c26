using TenantGateway.Core.Keys;
using TenantGateway.Core.Tenants;
using TenantGateway.Keys.Rotation;

namespace TenantGateway.Keys.CustomerVaults;

/// <summary>Puts a tenant's generations under another key-encryption key, all or none. The keys inside, and so every token, stay the same.</summary>
internal sealed class KekReplacement(KeyRings keyRings, KekStates states, IGenerationStore store, Rewrapper rewrapper, GenerationSigner signer)
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
            foreach (var record in Generations(tenant).Where(record => record.KekId != kekId))
            {
                moved.Add(await signer.SignAsync(await rewrapper.RewrapAsync(record, kekId, cancellationToken), cancellationToken));
            }

            if (moved.Count == 0) return 0;
            if (!await store.TryChangeAsync(moved, CancellationToken.None)) continue;
            await keyRings.ReloadAsync(CancellationToken.None);
            return moved.Count;
        }

        throw new KeyServiceException(KeyServiceFailure.Unavailable, $"The generations of {tenant} changed each time that they were wrapped anew.");
    }

    private IEnumerable<GenerationRecord> Generations(TenantId tenant) => states.Table.RecordsOf(tenant).Where(record => record.State != GenerationState.Destroyed);
}
