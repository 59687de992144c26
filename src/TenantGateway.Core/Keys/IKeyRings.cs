using TenantGateway.Core.Tenants;

namespace TenantGateway.Core.Keys;

/// <summary>The keys of all tenants as this process holds them.</summary>
public interface IKeyRings
{
    /// <summary>Looks a key id up in memory. Never I/O: an id that is not found is not ours.</summary>
    GenerationInfo? Find(KeyId keyId);

    /// <summary>
    /// Leases a tenant's keys: the primary generation of each line, the lookup generations that are searched by beside it and, of
    /// <paramref name="met"/>, those that are this tenant's and may be read. Unwraps what is not held yet, one call to the key service per
    /// generation however many ask. Ids of other tenants, unknown ones and generations that are disabled or destroyed are left out, never an error.
    /// </summary>
    /// <param name="tenant">Whose keys.</param>
    /// <param name="met">The key ids that a unit holds; may repeat.</param>
    /// <param name="cancellationToken">Ends the wait, not an unwrap that others wait for.</param>
    /// <exception cref="KeyServiceException">The tenant has no usable primary generation, or one that is needed (primary or met) cannot be unwrapped.</exception>
    ValueTask<KeyRingLease> LeaseAsync(TenantId tenant, ReadOnlyMemory<KeyId> met, CancellationToken cancellationToken);
}
