using TenantGateway.Core.Tenants;

namespace TenantGateway.Core.Termination;

/// <summary>The tombstones of tenants, outside the database.</summary>
public interface ITombstones
{
    /// <summary>Reads them anew: every tenant that is dead.</summary>
    /// <exception cref="IOException">They cannot be read: nobody knows who is dead, so nobody is served anew.</exception>
    IReadOnlySet<TenantId> ReadDead();

    /// <summary>Reads them anew: every tenant whose audit key has ended as well.</summary>
    /// <exception cref="IOException">They cannot be read.</exception>
    IReadOnlySet<TenantId> ReadEndedAuditKeys();

    /// <summary>The tombstone of a tenant, not of its audit key; null where it has none, or none that verifies.</summary>
    ValueTask<Tombstone?> FindAsync(TenantId tenant, CancellationToken cancellationToken);

    /// <summary>Sets a tombstone, durable when it returns. One of that tenant and kind that is there is left as it is.</summary>
    ValueTask AddAsync(Tombstone tombstone, CancellationToken cancellationToken);
}
