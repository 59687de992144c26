using TenantGateway.Core.Quotas;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Quotas;

/// <summary>
/// What this process holds of a tenant's quota that several share. Requests take from it and from nothing else; it is filled behind their backs, as long as it is used
/// (<see cref="LeaseRefill"/>).
/// </summary>
/// <remarks>Any number of threads take; one fills.</remarks>
internal sealed class TenantLease(TenantId tenant, RateLimit limit, LeaseBook book)
{
    private const int Never = -1;

    /// <summary>How much of a use that has gone by counts the next time.</summary>
    private const double Memory = 0.7;

    private readonly LeasedTokens _tokens = new(QuotaSplit.Reserve(limit, book.Parts));
    private int _listed;
    private volatile int _wakesAt = Never;
    private int _target = QuotaSplit.Reserve(limit, book.Parts);
    private int _asked;
    private bool _isShort;
    private double _use;
    private double _saved;

    /// <summary>After which time there may be one more.</summary>
    public TimeSpan Wait { get; } = TimeSpan.FromSeconds(1 / limit.PerSecond);

    public bool TryTake()
    {
        var taken = _tokens.TryTake(out var left);
        if (Volatile.Read(ref _listed) == 0) List();
        else if (taken && left == _wakesAt) book.Wake();
        return taken;
    }

    public void GiveBack() => _tokens.GiveBack();

    /// <summary>Whether half of what it should hold is used, or the pool had less than was wanted: what the pool earns is fetched while somebody waits for it.</summary>
    public bool IsLow => _isShort || _tokens.Left <= _target / 2;

    /// <summary>What is missing to what it should hold, by what was asked since the last time.</summary>
    /// <param name="since">How long ago that was.</param>
    /// <param name="slice">How often it can be filled.</param>
    public PoolWant Want(TimeSpan since, TimeSpan slice)
    {
        _asked = _tokens.TakeAsked();
        _use = Math.Max(_asked / since.TotalSeconds, _use * Memory);
        _target = QuotaSplit.Target(limit, book.Parts, _use, slice);
        _isShort = false;
        return new PoolWant(tenant, limit, Math.Max(0, _target - _tokens.Left));
    }

    /// <param name="given">What the pool gave.</param>
    /// <param name="wanted">What was wanted: no more is taken, whatever the pool says.</param>
    public void Fill(int given, int wanted)
    {
        _tokens.Add(Math.Clamp(given, 0, wanted));
        // Where the pool has no more, asking sooner than in the next slice brings nothing.
        _isShort = given < wanted;
        _wakesAt = _isShort ? Never : _target / 2;
        _saved = 0;
    }

    /// <summary>Fills it with what its own part earns, for it cannot be had from the pool.</summary>
    public void FillAlone(TimeSpan earning)
    {
        _wakesAt = Never;
        _saved += limit.PerSecond / book.Parts * earning.TotalSeconds;
        var room = Math.Max(0, QuotaSplit.OwnTarget(limit, book.Parts) - _tokens.Left);
        var whole = Math.Min((int)Math.Min(_saved, int.MaxValue), room);
        _tokens.Add(whole);
        _saved = whole == room ? 0 : _saved - whole;
    }

    /// <summary>Gives up what is more than the part that it has now.</summary>
    public void Shrink() => _tokens.KeepAtMost(QuotaSplit.Reserve(limit, book.Parts));

    /// <returns>True where it is full and nobody asked: it is listed again when somebody does.</returns>
    public bool TryRest()
    {
        if (_asked > 0 || _tokens.Left < QuotaSplit.Reserve(limit, book.Parts)) return false;
        Interlocked.Exchange(ref _listed, 0);
        // Who asked before that was written did not list it.
        return _tokens.Asked == 0 || Interlocked.Exchange(ref _listed, 1) == 1;
    }

    private void List()
    {
        if (Interlocked.Exchange(ref _listed, 1) == 0) book.List(this);
    }
}
