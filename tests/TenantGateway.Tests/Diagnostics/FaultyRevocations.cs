using TenantGateway.Core.Access;
using TenantGateway.Core.Sessions;

namespace TenantGateway.Tests.Diagnostics;

/// <summary>Revocations that cannot be read when a test says so.</summary>
internal sealed class FaultyRevocations(IRevocationStore own) : IRevocationStore
{
    public bool IsDown { get; set; }

    private IRevocationStore Store => IsDown ? throw new IOException("The database is away.") : own;

    public ValueTask<IReadOnlyList<Revocation>> AddAsync(IReadOnlyList<Revocation> revocations, DateTimeOffset now, CancellationToken cancellationToken) =>
        Store.AddAsync(revocations, now, cancellationToken);

    public ValueTask<bool> IsUsedAsync(Fingerprint ticket, CancellationToken cancellationToken) => Store.IsUsedAsync(ticket, cancellationToken);

    public ValueTask<bool> TryUseAsync(Fingerprint ticket, DateTimeOffset until, DateTimeOffset now, CancellationToken cancellationToken) =>
        Store.TryUseAsync(ticket, until, now, cancellationToken);

    public ValueTask<RevocationPosition> PositionAsync(long held, CancellationToken cancellationToken) => Store.PositionAsync(held, cancellationToken);

    public ValueTask<IReadOnlyList<Revocation>> ReadAsync(long after, int limit, CancellationToken cancellationToken) => Store.ReadAsync(after, limit, cancellationToken);

    public ValueTask<IReadOnlyList<Revocation>> ListAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken) => Store.ListAsync(now, limit, cancellationToken);
}
