using TenantGateway.Core.Keys;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Keys;

/// <summary>
/// What is known of one version of a tenant's key-encryption key: open, while what it wraps may be used, or shut by a denial or by an outage that outlasted
/// its grace. All times are the monotonic ones of the <see cref="TimeProvider"/>.
/// </summary>
internal sealed class KekState(TenantId tenant, string kekId, TimeSpan grace, TimeProvider time)
{
    private readonly Lock _gate = new();
    private long? _lastGood;
    private KeyServiceFailure? _failing;
    private KeyServiceFailure? _shut;
    private int _turn;
    private long _nextProbe;
    private bool _probing;

    internal TenantId Tenant { get; } = tenant;

    internal string KekId { get; } = kekId;

    /// <summary>How long held keys are used from the last good unwrap.</summary>
    internal TimeSpan Grace { get; } = grace;

    /// <summary>Why nothing under it may be used; null while it may.</summary>
    internal KeyServiceFailure? Shut
    {
        get
        {
            lock (_gate) return _shut;
        }
    }

    /// <summary>Why the last call failed; null where it did not.</summary>
    internal KeyServiceFailure? Failing
    {
        get
        {
            lock (_gate) return _failing;
        }
    }

    /// <summary>Rises when it shuts: the answer of a call that began in an earlier turn is out of date.</summary>
    internal int Turn
    {
        get
        {
            lock (_gate) return _turn;
        }
    }

    /// <summary>What is left of the grace; null where it does not run or nothing was ever good.</summary>
    internal TimeSpan? GraceLeft
    {
        get
        {
            lock (_gate) return _failing is null || _shut is not null || _lastGood is not { } good ? null : Grace - time.GetElapsedTime(good);
        }
    }

    /// <summary>Takes over what was known of the version that wrapped the same generations before.</summary>
    internal void Inherit(KekState former)
    {
        lock (former._gate) _lastGood ??= former._lastGood;
    }

    /// <summary>An unwrap succeeded that began then and in that turn.</summary>
    internal KekChange Succeeded(long startedAt, int turn)
    {
        lock (_gate)
        {
            if (turn != _turn) return KekChange.Outdated;
            var change = _shut is not null ? KekChange.Opened : _failing is not null ? KekChange.Recovered : KekChange.None;
            (_lastGood, _failing, _shut) = (Math.Max(_lastGood ?? startedAt, startedAt), null, null);
            return change;
        }
    }

    /// <summary>An unwrap failed.</summary>
    internal KekChange Failed(KeyServiceFailure failure)
    {
        lock (_gate)
        {
            if (failure == KeyServiceFailure.Denied) return Shutting(failure);
            var begins = _failing is null && _shut is null;
            _failing = failure;
            var change = ShuttingAfterGrace();
            return change == KekChange.None && begins ? KekChange.Failing : change;
        }
    }

    /// <summary>Shuts it where an outage has outlasted the grace.</summary>
    internal KekChange EndGrace()
    {
        lock (_gate) return ShuttingAfterGrace();
    }

    /// <summary>True, once, when it is time for the next probe; the caller makes it and tells when it wants the one after.</summary>
    internal bool TryBeginProbe(long now)
    {
        lock (_gate)
        {
            if (_probing || now < _nextProbe) return false;
            return _probing = true;
        }
    }

    /// <summary>Brings a probe that would come later forward to that time.</summary>
    internal void ProbeBy(long timestamp)
    {
        lock (_gate) _nextProbe = Math.Min(_nextProbe, timestamp);
    }

    internal void ProbeAt(long timestamp)
    {
        lock (_gate) (_probing, _nextProbe) = (false, timestamp);
    }

    private KekChange ShuttingAfterGrace() =>
        _failing is { } failing && failing != KeyServiceFailure.Denied && _shut is null && _lastGood is { } good && time.GetElapsedTime(good) >= Grace
            ? Shutting(KeyServiceFailure.Unavailable)
            : KekChange.None;

    private KekChange Shutting(KeyServiceFailure failure)
    {
        if (_shut == failure) return KekChange.None;
        (_failing, _shut) = (failure, failure);
        _turn++;
        return failure == KeyServiceFailure.Denied ? KekChange.Denied : KekChange.GraceOver;
    }
}

/// <summary>What the answer of the key service changed.</summary>
internal enum KekChange
{
    None,

    /// <summary>The answer came too late to count.</summary>
    Outdated,

    /// <summary>An outage began; held keys stay in use.</summary>
    Failing,

    /// <summary>An outage ended before anything was purged.</summary>
    Recovered,

    /// <summary>Shut by a definite denial.</summary>
    Denied,

    /// <summary>Shut because an outage outlasted its grace.</summary>
    GraceOver,

    /// <summary>Open again.</summary>
    Opened,
}
