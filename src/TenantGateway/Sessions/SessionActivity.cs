using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;
using TenantGateway.Core.Access;
using TenantGateway.Core.Sessions;

namespace TenantGateway.Sessions;

/// <summary>
/// The use of logins. This process knows what it has seen; others write down what they have seen once a minute, and that is looked up before somebody is
/// refused. So a login that moves from one process to another may be found idle a minute early, and never late.
/// </summary>
internal sealed class SessionActivity(ISessionActivityStore store, IOptions<SessionsOptions> options, TimeProvider time, ILogger<SessionActivity> logger) : ISessionActivity
{
    /// <summary>How often the use of one login is written down, and how often it is looked up.</summary>
    public static readonly TimeSpan WriteInterval = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan LookUpInterval = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<Fingerprint, SessionUse> _uses = new();
    private readonly ConcurrentDictionary<Fingerprint, StrongBox<int>> _held = new();
    private readonly ConcurrentQueue<SessionUse> _toWrite = new();
    private readonly long _limit = TimeSpan.FromSeconds(options.Value.IdleSeconds).Ticks;

    public TimeSpan IdleLimit => TimeSpan.FromTicks(_limit);

    /// <summary>How many logins are known here.</summary>
    public int Count => _uses.Count;

    public ValueTask<bool> TouchAsync(LoginMarks login, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().UtcTicks;
        if (_uses.TryGetValue(login.Activity, out var use) && use.TryTouch(now, _limit))
        {
            Note(use, now);
            return ValueTask.FromResult(true);
        }

        use ??= Remember(login);
        // Who has just proved who they are is active, whatever is known from before.
        return login.AuthenticatedAt is { } at && now - at.UtcTicks <= _limit ? ValueTask.FromResult(Use(use, now)) : LookUpAsync(use, login, now, cancellationToken);
    }

    /// <summary>What is to be written down, each login once.</summary>
    public List<SessionUse> TakeToWrite()
    {
        var taken = new List<SessionUse>();
        while (_toWrite.TryDequeue(out var use)) taken.Add(use);
        return taken;
    }

    /// <summary>Takes back what could not be written.</summary>
    public void PutBack(IEnumerable<SessionUse> uses)
    {
        foreach (var use in uses) _toWrite.Enqueue(use);
    }

    /// <summary>Forgets logins that nobody has asked for within the limit: the database knows them.</summary>
    public void Forget()
    {
        var now = time.GetUtcNow().UtcTicks;
        foreach (var (login, use) in _uses)
        {
            if (now - use.AskedAt > _limit && _uses.TryRemove(KeyValuePair.Create(login, use))) Interlocked.Decrement(ref HeldOf(use.Issuer).Value);
        }
    }

    // An issuer makes as many sessions as it likes, and may be a customer's: beyond its share they are known to the database alone.
    private SessionUse Remember(LoginMarks login)
    {
        var use = new SessionUse(login.Activity, login.Issuer);
        var held = HeldOf(login.Issuer);
        if (Volatile.Read(ref held.Value) >= options.Value.LoginsPerIssuer) return use;
        var kept = _uses.GetOrAdd(login.Activity, use);
        if (ReferenceEquals(kept, use)) Interlocked.Increment(ref held.Value);
        return kept;
    }

    // As many as there are issuers: only verified logins come here.
    private StrongBox<int> HeldOf(Fingerprint issuer) => _held.GetOrAdd(issuer, static _ => new StrongBox<int>());

    private async ValueTask<bool> LookUpAsync(SessionUse use, LoginMarks login, long now, CancellationToken cancellationToken)
    {
        DateTimeOffset? used;
        try
        {
            used = await use.LookUp(now, LookUpInterval.Ticks, FindAsync).WaitAsync(cancellationToken);
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            // Unknown means to log in again.
            Log.ActivityUnreadable(logger, fault.GetType().Name);
            return false;
        }

        // A login that nobody has used yet is as young as its token.
        var last = Later(used ?? login.IssuedAt, login.AuthenticatedAt);
        return now - last.UtcTicks <= _limit && Use(use, now);
    }

    // Not cancelled with the request that began it: others wait for it too.
    private Task<DateTimeOffset?> FindAsync(Fingerprint login) => Task.Run(() => store.FindAsync(login, CancellationToken.None).AsTask());

    private bool Use(SessionUse use, long now)
    {
        use.Touch(now);
        Note(use, now);
        return true;
    }

    private void Note(SessionUse use, long now)
    {
        if (use.TryTakeWriting(now, WriteInterval.Ticks)) _toWrite.Enqueue(use);
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset? other) => other > one ? other.Value : one;
}
