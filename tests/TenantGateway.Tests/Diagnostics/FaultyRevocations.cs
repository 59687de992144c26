using TenantGateway.Core.Access;
using TenantGateway.Core.Sessions;

namespace TenantGateway.Tests.Diagnostics;

/// <summary>Revocations that cannot be read when a test says so.</summary>
internal sealed class FaultyRevocations(IRevocationStore own) : IRevocationStore
{
    public bool IsDown { get; set; }

    private IRevocationStore Store => IsDown ? throw new IOException("The database is away.") : own;

    public ValueTask<IReadOnlyList<Revocation>?> AddAsync(
        IReadOnlyList<Revocation> revocations, (Fingerprint Mark, DateTimeOffset Until)? ticket, DateTimeOffset now, CancellationToken cancellationToken) =>
        Store.AddAsync(revocations, ticket, now, cancellationToken);

    public ValueTask<long> PositionAsync(CancellationToken cancellationToken) => Store.PositionAsync(cancellationToken);

    public ValueTask<IReadOnlyList<Revocation>> ReadAsync(long after, int limit, CancellationToken cancellationToken) => Store.ReadAsync(after, limit, cancellationToken);

    public ValueTask<IReadOnlyList<Revocation>> ListAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken) => Store.ListAsync(now, limit, cancellationToken);
}
