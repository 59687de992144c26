namespace TenantGateway.Demo.IdentityProvider;

/// <summary>
/// Somebody who has logged in at this provider, and the applications that know. Codes and refresh tokens of it carry a number that is good for one use: one that
/// comes twice was stolen, by the first who used it or the second, and ends the session (RFC 9700 section 4.14.2).
/// </summary>
/// <param name="account">Who.</param>
/// <param name="authenticatedAt">When.</param>
/// <param name="multiFactor">Whether a second factor was given.</param>
internal sealed class DemoSession(DemoAccount account, DateTimeOffset authenticatedAt, bool multiFactor)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    private readonly Lock _turn = new();
    private readonly HashSet<string> _clients = new(StringComparer.Ordinal);
    private readonly HashSet<string> _uses = new(StringComparer.Ordinal);
    private bool _isOver;

    /// <summary>The <c>sid</c> claim: applications see it, so it opens nothing.</summary>
    public string Id { get; } = RandomName.Create();

    /// <summary>What the browser's cookie holds.</summary>
    public string Secret { get; } = RandomName.Create();

    public DemoAccount Account => account;

    public DateTimeOffset AuthenticatedAt => authenticatedAt;

    public bool MultiFactor => multiFactor;

    public bool IsAlive(DateTimeOffset now)
    {
        lock (_turn) return !_isOver && now < authenticatedAt + Lifetime;
    }

    /// <summary>A number for the next code or refresh token of that client.</summary>
    public string Issue(string client)
    {
        lock (_turn)
        {
            _clients.Add(client);
            var use = RandomName.Create();
            _uses.Add(use);
            return use;
        }
    }

    /// <summary>Spends a number; false where it was spent before.</summary>
    public bool TrySpend(string? use)
    {
        lock (_turn) return use is not null && _uses.Remove(use);
    }

    /// <summary>Ends it; the answer is the clients that must hear of it, once.</summary>
    public IReadOnlyList<string> End()
    {
        lock (_turn)
        {
            string[] clients = _isOver ? [] : [.. _clients];
            _isOver = true;
            _uses.Clear();
            return clients;
        }
    }
}
