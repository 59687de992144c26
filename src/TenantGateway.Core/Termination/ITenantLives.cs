using TenantGateway.Core.Keys;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Core.Termination;

/// <summary>The durable lives of tenants. Every change is made to the state that allows it or not at all: false, and nothing was changed.</summary>
public interface ITenantLives
{
    ValueTask<IReadOnlyList<TenantLife>> ListAsync(CancellationToken cancellationToken);

    ValueTask<TenantLife?> FindAsync(TenantId tenant, CancellationToken cancellationToken);

    /// <summary>Every generation record of a tenant, also where its tombstone hides them from everybody else; nothing here says that one can be trusted.</summary>
    ValueTask<IReadOnlyList<GenerationRecord>> ListGenerationsAsync(TenantId tenant, CancellationToken cancellationToken);

    /// <summary>Between active and suspended, for a tenant that is not terminated.</summary>
    ValueTask<bool> TrySetStateAsync(TenantId tenant, TenantState from, TenantState to, CancellationToken cancellationToken);

    /// <summary>For a tenant whose destruction has not begun and that is not held.</summary>
    ValueTask<bool> TryHoldAsync(TenantId tenant, TenantHold hold, CancellationToken cancellationToken);

    /// <summary>Ends exactly that hold; the time for which the clock stood still is added to it.</summary>
    ValueTask<bool> TryReleaseAsync(TenantId tenant, TenantHold hold, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>For a tenant that is active or suspended.</summary>
    ValueTask<bool> TryTerminateAsync(TenantId tenant, TenantTermination termination, CancellationToken cancellationToken);

    /// <summary>Before its destruction has begun: it is what it was, and keeps its hold.</summary>
    ValueTask<bool> TryRecoverAsync(TenantId tenant, CancellationToken cancellationToken);

    /// <summary>
    /// Takes a destruction up, where its time has come and no hold stands against it, or where it was begun: it is this process's alone until
    /// the lease is over.
    /// </summary>
    ValueTask<bool> TryBeginDestructionAsync(TenantId tenant, DateTimeOffset now, DateTimeOffset leasedUntil, CancellationToken cancellationToken);

    ValueTask SaveProgressAsync(TenantId tenant, ErasureProgress progress, CancellationToken cancellationToken);

    /// <summary>Marks it destroyed and gives its organizations and hosts free; its id stays taken.</summary>
    ValueTask SaveDestroyedAsync(TenantId tenant, DateTimeOffset destroyedAt, ReadOnlyMemory<byte> certificate, bool isFinal, CancellationToken cancellationToken);

    /// <summary>Exchanges the certificate of a destroyed tenant.</summary>
    ValueTask SaveCertificateAsync(TenantId tenant, ReadOnlyMemory<byte> certificate, bool isFinal, CancellationToken cancellationToken);

    /// <summary>Brings a restored database to what a tombstone says: the tenant is in destruction, whatever the database said.</summary>
    ValueTask BuryAsync(TenantId tenant, TenantTermination termination, CancellationToken cancellationToken);

    /// <summary>Takes out of the database's files what was overwritten or deleted.</summary>
    /// <returns>False where readers were in the way: ask again.</returns>
    ValueTask<bool> TryScrubAsync(CancellationToken cancellationToken);
}
