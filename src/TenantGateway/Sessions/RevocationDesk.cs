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

    public async ValueTask<IReadOnlyList<Revocation>> RevokeAsync(IReadOnlyList<RevocationOrder> orders, ActorId by, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var added = await store.AddAsync([.. orders.Select(order => RevocationOf(order, by, now))], now, cancellationToken);
        foreach (var revocation in added) index.Apply(revocation);
        return added;
    }

    public ValueTask<bool> IsUsedAsync(Fingerprint ticket, CancellationToken cancellationToken) => store.IsUsedAsync(ticket, cancellationToken);

    public ValueTask<bool> TryUseAsync(Fingerprint ticket, DateTimeOffset until, CancellationToken cancellationToken) => store.TryUseAsync(ticket, until, time.GetUtcNow(), cancellationToken);

    public ValueTask<IReadOnlyList<Revocation>> ListAsync(int limit, CancellationToken cancellationToken) => store.ListAsync(time.GetUtcNow(), limit, cancellationToken);

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
