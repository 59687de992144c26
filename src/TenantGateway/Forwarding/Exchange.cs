using Microsoft.Extensions.ObjectPool;
using TenantGateway.Core.Access;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Forwarding;

/// <summary>
/// One exchange on its way to a service and back: cancelled when its caller leaves, when its time is up, or when a stream has outlived its rights. Used again
/// for another exchange where nothing of that came about.
/// </summary>
internal sealed class Exchange : CancellationTokenSource, IExchangeTime, IResettable
{
    private CancellationTokenRegistration _caller;
    private HttpContext? _context;
    private OpenStreams? _streams;
    private TimeProvider _time = TimeProvider.System;
    private TimeSpan _streamTime;
    private long _began;
    private int _end;
    private volatile bool _callerLeft;

    /// <summary>Whether it has become a stream; such a one is not used again, because who looks after streams may still hold it.</summary>
    public bool IsStream { get; private set; }

    /// <summary>Whether it was ended here, and not by its caller. Asked of the caller's own token it would be too late: whoever cuts an answer off cancels that too.</summary>
    public bool IsEndedHere => IsCancellationRequested && !_callerLeft;

    public ExchangeEnd End => (ExchangeEnd)Volatile.Read(ref _end);

    /// <summary>Who opened a stream; null before it is one.</summary>
    public Actor? Actor { get; private set; }

    /// <summary>Where a stream goes.</summary>
    public TenantPlacement Placement { get; private set; } = TenantPlacement.Anywhere;

    /// <summary>The login behind a stream.</summary>
    public LoginMarks? Login { get; private set; }

    /// <summary>When the rights of a stream end.</summary>
    public DateTimeOffset ExpiresAt { get; private set; } = DateTimeOffset.MaxValue;

    public void Begin(HttpContext context, OpenStreams streams, TimeProvider clock, TimeSpan time, TimeSpan streamTime)
    {
        (_context, _streams, _time, _streamTime, _began) = (context, streams, clock, streamTime, clock.GetTimestamp());
        _caller = context.RequestAborted.UnsafeRegister(static exchange => (exchange as Exchange)?.Leave(), this);
        CancelAfter(time);
    }

    public void BecomeStream()
    {
        if (IsStream || _context is not { } context) return;
        var actor = context.Features.Get<Actor>() ?? throw new InvalidOperationException("No actor has been admitted before a stream.");
        (IsStream, Actor) = (true, actor);
        if (context.Features.Get<VerifiedToken>() is { } token) (Login, ExpiresAt) = (token.Marks, token.ExpiresAt);
        else if (actor.Kind.BearsToken()) throw new InvalidOperationException("No token has been verified before a stream.");
        Placement = context.Features.Get<Tenant>()?.Placement ?? TenantPlacement.Anywhere;
        var left = _streamTime - _time.GetElapsedTime(_began);
        CancelAfter(left > TimeSpan.Zero ? left : TimeSpan.Zero);
        _streams?.Add(this);
    }

    /// <summary>Ends it from outside, soon and on another thread.</summary>
    public void EndFor(ExchangeEnd end)
    {
        Volatile.Write(ref _end, (int)end);
        CancelAfter(TimeSpan.Zero);
    }

    public void Finish()
    {
        _caller.Dispose();
        if (!IsStream) return;
        _streams?.Remove(this);
        CancelAfter(Timeout.InfiniteTimeSpan);
    }

    private void Leave()
    {
        if (IsCancellationRequested) return;
        _callerLeft = true;
        Cancel();
    }

    bool IResettable.TryReset()
    {
        (_caller, _context, _streams) = (default, null, null);
        return !IsStream && TryReset();
    }
}
