using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using TenantGateway.Core.Access;
using TenantGateway.Core.Sessions;

namespace TenantGateway.Sessions;

/// <summary>
/// All revocations in force, in memory: 100,000 of them take about 10 MB, and each leaves when no token or login is left that it could end. Reads on from the
/// database where it stands; what has been read stays, whatever happens to the database.
/// </summary>
internal sealed class RevocationIndex(IRevocationStore store, IOptions<SessionsOptions> options, TimeProvider time) : IRevocationCheck, IDisposable
{
    private const int BatchSize = 5_000;

    private readonly ConcurrentDictionary<Fingerprint, Reach> _reaches = new();
    private readonly SemaphoreSlim _reading = new(1, 1);
    private readonly TimeSpan _believed = TimeSpan.FromSeconds(options.Value.RevocationsBelievedSeconds);
    private long _version = 1;
    private long _position;
    private long _stamp;
    private long _readAt;
    private volatile bool _wasRead;

    public long Version => Volatile.Read(ref _version);

    public bool IsKnown => _wasRead && time.GetElapsedTime(Volatile.Read(ref _readAt)) <= _believed;

    public int Count => _reaches.Count;

    public LoginStanding StandingOf(LoginMarks login)
    {
        if (!IsKnown) return LoginStanding.Unknown;
        if (_reaches.IsEmpty) return LoginStanding.Good;
        var since = login.Since.UtcTicks;
        return Reaches(login.Token, since) || Reaches(login.Session, since) || Reaches(login.Subject, since) || Reaches(login.SubjectWithoutSession, since)
            || Reaches(login.Organization, since) || Reaches(login.Issuer, since) ? LoginStanding.Revoked : LoginStanding.Good;
    }

    public async ValueTask<LoginStanding> StandingNowAsync(LoginMarks login, CancellationToken cancellationToken)
    {
        try
        {
            await ReadOnAsync(cancellationToken);
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            // Whatever it is: the truth of this moment is not known.
            return LoginStanding.Unknown;
        }

        return StandingOf(login);
    }

    /// <summary>Reads what has been added since the last time. Where that fails, it throws and what is known stays.</summary>
    public async Task ReadOnAsync(CancellationToken cancellationToken)
    {
        await _reading.WaitAsync(cancellationToken);
        try
        {
            var began = time.GetTimestamp();
            var (newest, stamp, heldStamp) = await store.PositionAsync(_position, cancellationToken);
            // A database that was restored has given the place where this reader stands to others, or to nobody: everything in it may be new.
            for (var read = heldStamp == _stamp ? _position : 0; read < newest;)
            {
                var batch = await store.ReadAsync(read, BatchSize, cancellationToken);
                foreach (var revocation in batch) Apply(revocation);
                read = batch is [.., var last] ? last.Position : newest;
            }

            // Only now: what was begun and not ended is read again.
            (_position, _stamp) = (newest, stamp);
            Volatile.Write(ref _readAt, began);
            _wasRead = true;
        }
        finally
        {
            _reading.Release();
        }
    }

    /// <summary>Makes a revocation effective here. It never takes anything back: of two for one mark the further-reaching counts.</summary>
    public void Apply(Revocation revocation)
    {
        var reach = new Reach(revocation.Before?.UtcTicks ?? long.MaxValue, revocation.Until.UtcTicks);
        _reaches.AddOrUpdate(revocation.Mark, static (_, added) => added, static (_, held, added) => held.With(added), reach);
        // After it can be found: whoever saw the former number may not have seen it.
        Interlocked.Increment(ref _version);
    }

    /// <summary>Forgets what is over.</summary>
    public void Forget()
    {
        var now = time.GetUtcNow().UtcTicks;
        foreach (var (mark, reach) in _reaches)
        {
            if (reach.Until <= now) _reaches.TryRemove(KeyValuePair.Create(mark, reach));
        }
    }

    public void Dispose() => _reading.Dispose();

    private bool Reaches(Fingerprint? mark, long since) => mark is { } key && _reaches.TryGetValue(key, out var reach) && since <= reach.Before;

    private readonly record struct Reach(long Before, long Until)
    {
        public Reach With(Reach other) => new(Math.Max(Before, other.Before), Math.Max(Until, other.Until));
    }
}
