using TenantGateway.Core.Tenants;

namespace TenantGateway.Core.Keys;

/// <summary>The keys of a tenant's audit line by themselves: they outlast those of its data, and so does what was recorded under them.</summary>
public interface IAuditKeys
{
    /// <summary>Leases every generation of the tenant's audit line that is not destroyed, whatever became of its other lines; the newest is <see cref="KeyRing.Audit"/>.</summary>
    /// <exception cref="KeyServiceException">There is none, or one cannot be unwrapped.</exception>
    ValueTask<KeyRingLease> LeaseAsync(TenantId tenant, CancellationToken cancellationToken);
}
