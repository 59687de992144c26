using TenantGateway.Core.Access;
using TenantGateway.Core.Sessions;

namespace TenantGateway.Tests.Login;

/// <summary>Sessions that cannot be reached when a test says so.</summary>
internal sealed class FaultyLoginSessions(ILoginSessionStore own) : ILoginSessionStore
{
    public bool IsDown { get; set; }

    private ILoginSessionStore Store => IsDown ? throw new IOException("The database is away.") : own;

    public ValueTask<bool> TryAddAsync(LoginSessionRecord session, CancellationToken cancellationToken) => Store.TryAddAsync(session, cancellationToken);

    public ValueTask<LoginSessionRecord?> FindAsync(ReadOnlyMemory<byte> id, CancellationToken cancellationToken) => Store.FindAsync(id, cancellationToken);

    public ValueTask EndAsync(ReadOnlyMemory<byte> id, DateTimeOffset at, CancellationToken cancellationToken) => Store.EndAsync(id, at, cancellationToken);

    public ValueTask<int> EndAllAsync(ActorId person, DateTimeOffset at, CancellationToken cancellationToken) => Store.EndAllAsync(person, at, cancellationToken);
}
