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

    /// <summary>Ends those whose token has expired, whose login has been revoked, whose tenant is not active any more, or whose tenant's keys may not be used any more.</summary>
    public void EndThoseWithoutRights()
    {
        var now = time.GetUtcNow();
        foreach (var (stream, _) in _open)
        {
            if (stream.IsCancellationRequested) continue;
            if (stream.ExpiresAt <= now) stream.EndFor(ExchangeEnd.TokenExpired);
            else if (stream.Login is { } login && revocations.StandingOf(login) is var standing and not LoginStanding.Good) stream.EndFor(EndOf(standing));
            else if (tenants.Find(stream.Tenant) is not { State: TenantState.Active }) stream.EndFor(ExchangeEnd.TenantInactive);
            else if (keys.RefusalOf(stream.Tenant) is { } refusal) stream.EndFor(refusal.Reason == Reasons.TenantKeyUnavailable ? ExchangeEnd.KeyDenied : ExchangeEnd.KeyServiceUnavailable);
        }
    }

    private static ExchangeEnd EndOf(LoginStanding standing) => standing == LoginStanding.Revoked ? ExchangeEnd.LoginRevoked : ExchangeEnd.RevocationsUnknown;
}
