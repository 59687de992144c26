using TenantGateway.Core.Keys;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Keys;

/// <summary>Makes the keys without which no process serves: the operator's audit key and the keys of assertions and service tokens.</summary>
internal sealed class FirstKeys(KeyRings keyRings, GenerationFactory generations, IGenerationStore store, ServiceKeyFactory serviceKeys, ILogger<FirstKeys> logger)
{
    /// <exception cref="InvalidOperationException">The stored records do not belong to this key service.</exception>
    internal async Task EnsureAsync(CancellationToken cancellationToken)
    {
        await EnsureOperatorAsync(cancellationToken);
        foreach (var purpose in (string[])[ServiceKeyPurposes.Assertion, ServiceKeyPurposes.ServiceToken])
        {
            if (await serviceKeys.EnsureAsync(purpose, cancellationToken)) Log.ServiceKeyCreated(logger, purpose);
        }
    }

    private async Task EnsureOperatorAsync(CancellationToken cancellationToken)
    {
        if (keyRings.HasPrimary(TenantId.Operator, KeyLine.Audit)) return;
        var first = await generations.CreateFirstAsync(TenantId.Operator, [KeyLine.Audit], cancellationToken);
        await store.AddAsync(first, cancellationToken);
        await keyRings.ReloadAsync(cancellationToken);
        // The store leaves an existing record as it is: one that does not verify is still in the way.
        if (!keyRings.HasPrimary(TenantId.Operator, KeyLine.Audit))
        {
            throw new InvalidOperationException(
                "The operator's audit key in the database does not verify under the signing key of the key service: the two do not belong together, or "
                + "the database was changed. Restore the database and the key directory from the same point in time.");
        }

        Log.OperatorKeyCreated(logger);
    }
}
