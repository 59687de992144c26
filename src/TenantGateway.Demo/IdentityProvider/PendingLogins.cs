using System.Collections.Concurrent;

namespace TenantGateway.Demo.IdentityProvider;

/// <summary>The logins under way: at most a thousand, ten minutes each.</summary>
internal sealed class PendingLogins(TimeProvider clock)
{
    private const int Most = 1000;

    private readonly ConcurrentDictionary<string, PendingLogin> _logins = new(StringComparer.Ordinal);

    public PendingLogin Begin(LoginDemand demand, string query)
    {
        var now = clock.GetUtcNow();
        foreach (var (id, old) in _logins)
        {
            if (now - old.StartedAt >= PendingLogin.Lifetime || _logins.Count >= Most)
                _logins.TryRemove(id, out _);
        }

        var login = new PendingLogin(demand, query, now);
        _logins[login.Id] = login;
        return login;
    }

    /// <summary>The login of that id, for the browser that began it and nobody else.</summary>
    public PendingLogin? Find(string? id, string? browser) =>
        id is not null && _logins.TryGetValue(id, out var login) && login.Browser == browser && clock.GetUtcNow() - login.StartedAt < PendingLogin.Lifetime ? login : null;

    /// <summary>What came of the login, once.</summary>
    public DemoSession? Take(string? id, string? browser) =>
        Find(id, browser) is { Session: { } session } login && _logins.TryRemove(login.Id, out _) ? session : null;

    public void Drop(PendingLogin login) => _logins.TryRemove(login.Id, out _);
}
