using System.Collections.Concurrent;

namespace TenantGateway.Demo.IdentityProvider;

/// <summary>The sessions of this provider, in memory: a restart ends them all.</summary>
internal sealed class DemoSessions(TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, DemoSession> _sessions = new(StringComparer.Ordinal);

    public DemoSession Begin(DemoAccount account, bool multiFactor)
    {
        var now = clock.GetUtcNow();
        foreach (var (id, old) in _sessions)
        {
            if (!old.IsAlive(now))
                _sessions.TryRemove(id, out _);
        }

        var session = new DemoSession(account, now, multiFactor);
        _sessions[session.Id] = session;
        return session;
    }

    /// <summary>The session of that <c>sid</c>, while it lives.</summary>
    public DemoSession? Find(string? id) => id is not null && _sessions.TryGetValue(id, out var session) && session.IsAlive(clock.GetUtcNow()) ? session : null;

    /// <summary>The session whose secret a browser has, while it lives.</summary>
    public DemoSession? FindBySecret(string? secret) =>
        secret is null ? null : _sessions.Values.FirstOrDefault(session => session.Secret == secret && session.IsAlive(clock.GetUtcNow()));

    public IReadOnlyList<DemoSession> Of(DemoAccount account) => [.. _sessions.Values.Where(session => session.Account == account && session.IsAlive(clock.GetUtcNow()))];
}
