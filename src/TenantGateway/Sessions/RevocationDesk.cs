using TenantGateway.Core.Access;
using TenantGateway.Core.Sessions;

namespace TenantGateway.Sessions;

/// <summary>Revokes: in the database first, which is the truth, and then here.</summary>
internal sealed class RevocationDesk(IRevocationStore store, RevocationIndex index, IssuerRegistry issuers, TimeProvider time) : IRevocations
{
    /// <summary>No login is older that is accepted for anything.</summary>
    private static readonly TimeSpan LongestLogin = TimeSpan.FromDays(1);

    /// <summary>For clocks that differ.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromMinutes(10);

    public async ValueTask<IReadOnlyList<Revocation>> RevokeAsync(IReadOnlyList<RevocationOrder> orders, ActorId by, CancellationToken cancellationToken) =>
        await AddAsync(orders, by, null, cancellationToken) ?? throw new InvalidOperationException("Nothing was used up, and yet it was said to be.");

    public async ValueTask<bool> TryRevokeOnceAsync(
        IReadOnlyList<RevocationOrder> orders, ActorId by, Fingerprint ticket, DateTimeOffset ticketUntil, CancellationToken cancellationToken) =>
        await AddAsync(orders, by, (ticket, ticketUntil), cancellationToken) is not null;

    public ValueTask<IReadOnlyList<Revocation>> ListAsync(int limit, CancellationToken cancellationToken) => store.ListAsync(time.GetUtcNow(), limit, cancellationToken);

    private async ValueTask<IReadOnlyList<Revocation>?> AddAsync(
        IReadOnlyList<RevocationOrder> orders, ActorId by, (Fingerprint, DateTimeOffset)? ticket, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var added = await store.AddAsync([.. orders.Select(order => RevocationOf(order, by, now))], ticket, now, cancellationToken);
        foreach (var revocation in added ?? []) index.Apply(revocation);
        return added;
    }

    private Revocation RevocationOf(RevocationOrder order, ActorId by, DateTimeOffset now)
    {
        var lifetime = issuers.MaxTokenLifetimeOf(order.Issuer) ?? throw new ArgumentException("The issuer is not configured.", nameof(order));
        var isByTime = order.Kind is not (RevocationKind.Token or RevocationKind.Session);
        return new Revocation
        {
            Mark = order.Mark,
            Kind = order.Kind,
            Issuer = order.Issuer,
            Before = isByTime ? order.Before ?? now : null,
            RevokedAt = now,
            Until = (order.Before > now ? order.Before.Value : now) + lifetime + LongestLogin + Slack,
            RevokedBy = by,
        };
    }
}
