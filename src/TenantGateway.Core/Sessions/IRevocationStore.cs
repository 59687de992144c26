using TenantGateway.Core.Access;

namespace TenantGateway.Core.Sessions;

/// <summary>Revocations as the database holds them.</summary>
public interface IRevocationStore
{
    /// <summary>Adds all or none, each in place of an earlier one of its mark unless that reaches further, and forgets what is over.</summary>
    /// <param name="revocations">Without positions.</param>
    /// <param name="ticket">What is used up with it, and until when it could be used again; null where nothing is.</param>
    /// <param name="now">What is over by then is forgotten.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>As they are held now; null where the ticket has been used, and then nothing was added.</returns>
    ValueTask<IReadOnlyList<Revocation>?> AddAsync(
        IReadOnlyList<Revocation> revocations, (Fingerprint Mark, DateTimeOffset Until)? ticket, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>The position of the newest revocation ever added; 0 where there was none.</summary>
    ValueTask<long> PositionAsync(CancellationToken cancellationToken);

    /// <summary>Those after a position, in the order of their positions. None is added later before one that has been read.</summary>
    ValueTask<IReadOnlyList<Revocation>> ReadAsync(long after, int limit, CancellationToken cancellationToken);

    /// <summary>The newest that are in force, newest first.</summary>
    ValueTask<IReadOnlyList<Revocation>> ListAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken);
}
