using TenantGateway.Core.Keys;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Keys;

/// <summary>Rings of a tenant's audit generations alone, each made for one use.</summary>
internal sealed class AuditKeys(KeyRings keyRings, GenerationUnwrapper unwrapper) : IAuditKeys
{
    // Only a generation that is retired between unwrapping and leasing makes a second attempt necessary.
    private const int MaxAttempts = 3;

    public async ValueTask<KeyRingLease> LeaseAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            var records = keyRings.RecordsOf(tenant).Where(record => record.Line == KeyLine.Audit && record.State != GenerationState.Destroyed).OrderByDescending(record => record.Number).ToArray();
            if (records.Length == 0) throw new KeyServiceException(KeyServiceFailure.Denied, $"The tenant {tenant} has no audit key any more.");
            var keys = await Task.WhenAll(records.Select(unwrapper.UnwrapAsync)).WaitAsync(cancellationToken);
            if (keys.Contains(null)) continue;
            var held = keys.OfType<GenerationKey>().ToArray();
            var ring = KeyRing.OfAudit(tenant, held[0], held[1..]);
            var lease = ring.TryLease();
            // Its generations live on; the ring ends with the lease.
            ring.Retire();
            if (lease is { } taken) return taken;
        }

        throw new KeyServiceException(KeyServiceFailure.Unavailable, $"The audit keys of {tenant} were retired while they were asked for.");
    }
}
