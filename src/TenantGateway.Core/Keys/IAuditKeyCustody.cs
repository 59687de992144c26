using TenantGateway.Core.Tenants;

namespace TenantGateway.Core.Keys;

/// <summary>
/// Keeps the audit key of a tenant that ends until its last record is pruned: under a key-encryption key of the gateway's own for that tenant's records alone, which ends with
/// them.
/// </summary>
public interface IAuditKeyCustody
{
    /// <summary>Takes the tenant's audit key over, before its key-encryption key goes. What was taken over before stays so.</summary>
    /// <exception cref="KeyServiceException">The key service did not answer, so nothing may go yet.</exception>
    ValueTask<AuditKeyTakeover> TakeOverAsync(TenantId tenant, CancellationToken cancellationToken);

    /// <summary>Whether there is anything of it to end.</summary>
    ValueTask<bool> HoldsAsync(TenantId tenant, CancellationToken cancellationToken);

    /// <summary>Ends it for good: a tombstone, the key-encryption key, the wrapped key out of records, files and memory. Each step can be done again.</summary>
    /// <exception cref="KeyServiceException">The key service did not answer; it is tried again.</exception>
    ValueTask EndAsync(TenantId tenant, CancellationToken cancellationToken);
}

/// <param name="Kept">The generations of the audit line that outlast the tenant's key-encryption key.</param>
/// <param name="IsNew">Whether any was taken over just now.</param>
/// <param name="Lost">Whether there was one whose key-encryption key refuses for good, as a customer's own may: nobody can read under it any more, and nobody could keep it.</param>
public sealed record AuditKeyTakeover(IReadOnlySet<KeyId> Kept, bool IsNew, bool Lost);
