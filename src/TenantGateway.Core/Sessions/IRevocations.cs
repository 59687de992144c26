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

    /// <summary>Whether a ticket has been used, such as a logout token that must not be used twice.</summary>
    ValueTask<bool> IsUsedAsync(Fingerprint ticket, CancellationToken cancellationToken);

    /// <summary>Uses a ticket up: last, when all that it orders is done and on record. Until then whoever holds it may come again.</summary>
    /// <param name="ticket">What is used up.</param>
    /// <param name="until">Until when it could be used again.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>False where it has been used before.</returns>
    ValueTask<bool> TryUseAsync(Fingerprint ticket, DateTimeOffset until, CancellationToken cancellationToken);

    /// <summary>The newest revocations that are in force, newest first.</summary>
    ValueTask<IReadOnlyList<Revocation>> ListAsync(int limit, CancellationToken cancellationToken);
}
