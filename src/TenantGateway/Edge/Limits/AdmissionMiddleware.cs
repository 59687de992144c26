using Microsoft.Extensions.Options;
using TenantGateway.Core.Access;
using TenantGateway.Core.Quotas;
using TenantGateway.Edge.Connections;

namespace TenantGateway.Edge.Limits;

/// <summary>
/// Refuses requests beyond what one address, or the process, may have under way, before anything is spent on them. An address pays for requests
/// that fail before it is known who asks: strangers run out of those long before they cost anything, and callers with good tokens never do.
/// </summary>
internal sealed class AdmissionMiddleware(RequestDelegate next, IOptions<LimitsOptions> options, AddressTable addresses, EdgeLoad load, OverloadMonitor monitor, LimitsMetrics metrics, TimeProvider time)
{
    private static readonly RetryLater AddressLimited = new(Reasons.AddressLimited);
    private static readonly Refusal Overloaded = new RetryLater(Reasons.Overloaded).After(TimeSpan.FromSeconds(1));

    private readonly int _maxRequests = options.Value.MaxRequests;
    private readonly RateLimit _requests = new(options.Value.AddressRequestsPerSecond, options.Value.AddressRequestsBurst);
    private readonly RateLimit _failures = new(options.Value.AddressFailuresPerSecond, options.Value.AddressFailuresBurst);
    private readonly RateLimit _hammering = new(options.Value.AddressFailuresPerSecond, options.Value.PenaltyAfter);
    private readonly TimeSpan _penalty = TimeSpan.FromSeconds(options.Value.PenaltySeconds);

    public Task InvokeAsync(HttpContext context)
    {
        var address = addresses.Find(context.Connection.RemoteIpAddress);
        var connection = context.Features.Get<OpenConnection>();
        if (monitor.Level >= OverloadLevel.KeepAliveOff) LetGo(context);
        if (address is not null && Limit(context, address, connection) is { } limited)
        {
            context.Features.Set(limited);
            return Task.CompletedTask;
        }

        if (!load.TryBegin(_maxRequests))
        {
            context.Features.Set(Overloaded);
            return Task.CompletedTask;
        }

        return RunAsync(context, address, connection);
    }

    private async Task RunAsync(HttpContext context, AddressState? address, OpenConnection? connection)
    {
        connection?.Begin();
        try
        {
            await next(context);
        }
        finally
        {
            connection?.End();
            load.End();
        }

        if (address is not null) Charge(context, address);
    }

    // Failed is what is refused before it is known who asks: so looks a guess at tokens, paths or hosts. That the gateway could not tell is not the caller's fault.
    private void Charge(HttpContext context, AddressState address)
    {
        if (context.Features.Get<VerifiedToken>() is not null || context.Features.Get<Actor>() is { Kind: ActorKind.Webhook }) address.Succeed();
        else if (context.Features.Get<Refusal>() is { Reason.Status: < StatusCodes.Status500InternalServerError }) address.Fail(_failures, time.GetElapsedTime(0));
    }

    private Refusal? Limit(HttpContext context, AddressState address, OpenConnection? connection)
    {
        var now = time.GetElapsedTime(0);
        var wait = address.FailuresSpentFor(now);
        if (wait > TimeSpan.Zero)
        {
            // The connection of a proxy has other callers too, and is not shut out.
            if (connection is { IsShared: false }) Punish(context, address, now);
            return AddressLimited.After(Max(wait, address.ShutOutFor(now)));
        }

        var decision = address.Request(_requests, now);
        return decision.Allowed ? null : AddressLimited.After(decision.RetryAfter);
    }

    private void Punish(HttpContext context, AddressState address, TimeSpan now)
    {
        var isShutOut = address.ShutOutFor(now) > TimeSpan.Zero;
        if (!isShutOut && !address.Hammer(_hammering, _penalty, now)) return;
        if (!isShutOut) metrics.ShutOut();
        LetGo(context);
    }

    // As late as possible: writing a refusal clears the headers before it.
    private static void LetGo(HttpContext context) => context.Response.OnStarting(
        static state =>
        {
            Farewell.Say((HttpContext)state);
            return Task.CompletedTask;
        },
        context);

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
