using TenantGateway.Core.Access;

namespace TenantGateway.Core.Sessions;

/// <summary>The durable sessions of people at a browser.</summary>
public interface ILoginSessionStore
{
    /// <summary>Adds a session, and forgets those that have expired.</summary>
    /// <returns>False where its login has begun a session before: nothing was added.</returns>
    ValueTask<bool> TryAddAsync(LoginSessionRecord session, CancellationToken cancellationToken);

    /// <summary>The session of that id; null where there is none, or it has ended.</summary>
    ValueTask<LoginSessionRecord?> FindAsync(ReadOnlyMemory<byte> id, CancellationToken cancellationToken);

    /// <summary>Ends a session and erases its ticket. Its login stays used until the session would have expired.</summary>
    ValueTask EndAsync(ReadOnlyMemory<byte> id, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>Ends every session of a person.</summary>
    /// <returns>How many.</returns>
    ValueTask<int> EndAllAsync(ActorId person, DateTimeOffset at, CancellationToken cancellationToken);
}
