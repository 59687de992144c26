using TenantGateway.Core.Access;

namespace TenantGateway.Core.Sessions;

/// <summary>Revocations as the database holds them.</summary>
public interface IRevocationStore
{
    /// <summary>Adds all or none, each in place of an earlier one of its mark unless that reaches further, and forgets what is over.</summary>
    /// <param name="revocations">Without positions.</param>
    /// <param name="now">What is over by then is forgotten.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>As they are held now.</returns>
    ValueTask<IReadOnlyList<Revocation>> AddAsync(IReadOnlyList<Revocation> revocations, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Whether a ticket has been used.</summary>
    ValueTask<bool> IsUsedAsync(Fingerprint ticket, CancellationToken cancellationToken);

    /// <summary>Uses a ticket up.</summary>
    /// <param name="ticket">What may be used once.</param>
    /// <param name="until">Until when it could be used again.</param>
    /// <param name="now">What is over by then is forgotten.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>False where it has been used before.</returns>
    ValueTask<bool> TryUseAsync(Fingerprint ticket, DateTimeOffset until, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Where the newest revocation stands, and whether what a reader has read is still what leads there.</summary>
    /// <param name="held">Where a reader stands; 0 for nowhere.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<RevocationPosition> PositionAsync(long held, CancellationToken cancellationToken);

    /// <summary>Those after a position, in the order of their positions. None is added later before one that has been read.</summary>
    ValueTask<IReadOnlyList<Revocation>> ReadAsync(long after, int limit, CancellationToken cancellationToken);

    /// <summary>The newest that are in force, newest first.</summary>
    ValueTask<IReadOnlyList<Revocation>> ListAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken);
}
