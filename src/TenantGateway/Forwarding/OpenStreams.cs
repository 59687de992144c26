using System.Collections.Concurrent;
using TenantGateway.Core.Access;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Sessions;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Forwarding;

/// <summary>The streams that are under way, none of which may outlive its caller's rights.</summary>
internal sealed class OpenStreams(ITenantDirectory tenants, ITenantKeyState keys, IRevocationCheck revocations, TimeProvider time)
{
    private readonly ConcurrentDictionary<Exchange, Exchange> _open = new();

    public int Count => _open.Count;

    public void Add(Exchange stream) => _open[stream] = stream;

    public void Remove(Exchange stream) => _open.TryRemove(stream, out _);

    /// <summary>
    /// Ends those whose token has expired, whose login has been revoked, whose actor would not be admitted any more or with fewer roles, whose tenant goes elsewhere now, or whose
    /// tenant's keys may not be used any more.
    /// </summary>
    public void EndThoseWithoutRights()
    {
        var now = time.GetUtcNow();
        foreach (var (stream, _) in _open)
        {
            if (!stream.IsCancellationRequested && EndOf(stream, now) is { } end) stream.EndFor(end);
        }
    }

    private ExchangeEnd? EndOf(Exchange stream, DateTimeOffset now)
    {
        if (stream.ExpiresAt <= now) return ExchangeEnd.TokenExpired;
        if (stream.Login is { } login && EndOf(revocations.StandingOf(login)) is { } revoked) return revoked;
        if (stream.Actor is not { } actor) return null;
        if (tenants.ReasonAgainst(actor) is { } reason) return reason == Reasons.UnknownOrganization ? ExchangeEnd.OrganizationUnbound : ExchangeEnd.TenantInactive;
        if (IsChanged(stream, actor)) return ExchangeEnd.TenantChanged;
        if (keys.RefusalOf(actor.Tenant) is { } refusal) return refusal.Reason == Reasons.TenantKeyUnavailable ? ExchangeEnd.KeyDenied : ExchangeEnd.KeyServiceUnavailable;
        return null;
    }

    private static ExchangeEnd? EndOf(LoginStanding standing) => standing switch
    {
        LoginStanding.Good => null,
        LoginStanding.Revoked => ExchangeEnd.LoginRevoked,
        _ => ExchangeEnd.RevocationsUnknown,
    };

    private bool IsChanged(Exchange stream, Actor actor) =>
        tenants.Find(actor.Tenant) is not { } tenant || !tenant.Placement.Equals(stream.Placement)
        || actor.Organization is { } organization && !Equals(tenant.Find(organization.Key)?.Roles, organization.Roles);
}
