using TenantGateway.Core.Access;
using TenantGateway.Core.Sessions;

namespace TenantGateway.Tests.Fakes;

/// <summary>Revocations and the use of logins in memory, with the contract of the real stores; several gateways may share it, and it can be made to fail.</summary>
internal sealed class InMemorySessions : IRevocationStore, ISessionActivityStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<Fingerprint, Revocation> _revocations = [];
    private readonly HashSet<Fingerprint> _tickets = [];
    private readonly Dictionary<long, long> _stamps = [];
    private readonly Dictionary<Fingerprint, DateTimeOffset> _uses = [];
    private long _position;
    private long _lastStamp;
    private int _finds;
    private int _writes;

    /// <summary>From now on nothing can be read or written.</summary>
    public bool IsDown { get; set; }

    /// <summary>How often the use of a login was asked for.</summary>
    public int Finds => _finds;

    /// <summary>How often uses were written down.</summary>
    public int Writes => _writes;

    public ValueTask<IReadOnlyList<Revocation>> AddAsync(IReadOnlyList<Revocation> revocations, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ThrowIfDown();
        lock (_lock)
        {
            var added = revocations.Select(revocation => revocation with { Position = ++_position }).ToList();
            foreach (var revocation in added)
            {
                if (!_revocations.TryGetValue(revocation.Mark, out var held) || revocation.Before is null || revocation.Before > held.Before) _revocations[revocation.Mark] = revocation;
            }

            _stamps[_position] = ++_lastStamp;
            return ValueTask.FromResult<IReadOnlyList<Revocation>>(added);
        }
    }

    public ValueTask<bool> IsUsedAsync(Fingerprint ticket, CancellationToken cancellationToken)
    {
        ThrowIfDown();
        lock (_lock) return ValueTask.FromResult(_tickets.Contains(ticket));
    }

    public ValueTask<bool> TryUseAsync(Fingerprint ticket, DateTimeOffset until, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ThrowIfDown();
        lock (_lock) return ValueTask.FromResult(_tickets.Add(ticket));
    }

    public ValueTask<RevocationPosition> PositionAsync(long held, CancellationToken cancellationToken)
    {
        ThrowIfDown();
        lock (_lock) return ValueTask.FromResult(new RevocationPosition(_position, _stamps.GetValueOrDefault(_position), _stamps.TryGetValue(held, out var stamp) ? stamp : null));
    }

    public ValueTask<IReadOnlyList<Revocation>> ReadAsync(long after, int limit, CancellationToken cancellationToken)
    {
        ThrowIfDown();
        lock (_lock) return ValueTask.FromResult<IReadOnlyList<Revocation>>([.. _revocations.Values.Where(revocation => revocation.Position > after).OrderBy(revocation => revocation.Position).Take(limit)]);
    }

    public ValueTask<IReadOnlyList<Revocation>> ListAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken)
    {
        ThrowIfDown();
        lock (_lock) return ValueTask.FromResult<IReadOnlyList<Revocation>>([.. _revocations.Values.Where(revocation => revocation.Until > now).OrderByDescending(revocation => revocation.Position).Take(limit)]);
    }

    public ValueTask<DateTimeOffset?> FindAsync(Fingerprint login, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _finds);
        ThrowIfDown();
        lock (_lock) return ValueTask.FromResult(_uses.TryGetValue(login, out var at) ? at : (DateTimeOffset?)null);
    }

    public ValueTask RecordAsync(IReadOnlyList<SessionUsed> uses, DateTimeOffset forgetBefore, CancellationToken cancellationToken)
    {
        ThrowIfDown();
        lock (_lock)
        {
            foreach (var use in uses)
            {
                if (!_uses.TryGetValue(use.Login, out var at) || use.At > at) _uses[use.Login] = use.At;
            }

            _writes++;
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>Becomes what it was in the beginning.</summary>
    public void Restore()
    {
        lock (_lock)
        {
            _revocations.Clear();
            _tickets.Clear();
            _stamps.Clear();
            _position = 0;
        }
    }

    private void ThrowIfDown()
    {
        if (IsDown) throw new IOException("The database is away.");
    }
}
