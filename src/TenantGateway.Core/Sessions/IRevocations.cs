using TenantGateway.Core.Access;

namespace TenantGateway.Core.Sessions;

/// <summary>Revokes logins: durable when it returns, effective in this process at once and in the others within a second.</summary>
public interface IRevocations
{
    /// <param name="orders">What; all of it or nothing.</param>
    /// <param name="by">Who.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="ArgumentException">An issuer is not configured.</exception>
    ValueTask<IReadOnlyList<Revocation>> RevokeAsync(IReadOnlyList<RevocationOrder> orders, ActorId by, CancellationToken cancellationToken);

    /// <summary>The same once only for a ticket, such as a logout token that must not be used twice.</summary>
    /// <param name="orders">What; all of it or nothing.</param>
    /// <param name="by">Who.</param>
    /// <param name="ticket">What is used up.</param>
    /// <param name="ticketUntil">Until when it could be used again.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>False where the ticket has been used: nothing was done.</returns>
    ValueTask<bool> TryRevokeOnceAsync(IReadOnlyList<RevocationOrder> orders, ActorId by, Fingerprint ticket, DateTimeOffset ticketUntil, CancellationToken cancellationToken);

    /// <summary>The newest revocations that are in force, newest first.</summary>
    ValueTask<IReadOnlyList<Revocation>> ListAsync(int limit, CancellationToken cancellationToken);
}
