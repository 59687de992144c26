using Microsoft.Extensions.ObjectPool;
using Microsoft.Extensions.Options;
using TenantGateway.Core.Access;
using TenantGateway.Core.Keys;
using Yarp.ReverseProxy.Forwarder;

namespace TenantGateway.Forwarding;

/// <summary>
/// Gives every exchange a total deadline, whatever trickles: YARP's own bounds are on silence alone. All below sees one token for all that can end the
/// exchange in place of the caller's own.
/// </summary>
internal sealed class ExchangeTime(OpenStreams streams, ForwardingMetrics metrics, TimeProvider clock, IOptions<ForwardingOptions> options, ILogger<ExchangeTime> logger)
{
    // As many as are under way at once; the pool's own bound goes by the processors.
    private const int ExchangesKept = 256;

    private static readonly Refusal DeadlineExceeded = new(Reasons.DeadlineExceeded);
    private static readonly Refusal TenantSuspended = new(Reasons.TenantSuspended);
    private static readonly Refusal UnknownOrganization = new(Reasons.UnknownOrganization);
    private static readonly Refusal TenantChanged = new(Reasons.TenantChanged) { Headers = [new("Retry-After", "1")] };
    private static readonly Refusal RevocationsUnknown = new(Reasons.RevocationsUnknown) { Headers = [new("Retry-After", "1")] };
    private static readonly Refusal InvalidToken = new(Reasons.InvalidToken)
    {
        Headers = [new("WWW-Authenticate", "Bearer realm=\"tenant-gateway\", error=\"invalid_token\", error_description=\"The access token is not valid here\"")],
    };

    private readonly DefaultObjectPool<Exchange> _exchanges = new(new DefaultPooledObjectPolicy<Exchange>(), ExchangesKept);
    private readonly TimeSpan _exchangeTime = TimeSpan.FromSeconds(options.Value.ExchangeSeconds);
    private readonly TimeSpan _streamTime = TimeSpan.FromSeconds(options.Value.StreamSeconds);

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var exchange = _exchanges.Get();
        var caller = context.RequestAborted;
        var broken = false;
        exchange.Begin(context, streams, clock, _exchangeTime, _streamTime);
        context.RequestAborted = exchange.Token;
        context.Features.Set<IExchangeTime>(exchange);
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (exchange.IsEndedHere)
        {
            broken = true;
        }
        finally
        {
            context.RequestAborted = caller;
            context.Features.Set<IExchangeTime>(null);
            exchange.Finish();
        }

        // What came to its end all the same stays as it is.
        broken |= context.Features.Get<Refusal>() is not null || context.Features.Get<IForwarderErrorFeature>() is not null;
        if (broken && exchange.IsEndedHere) Answer(context, exchange);
        if (!exchange.IsStream) _exchanges.Return(exchange);
    }

    private void Answer(HttpContext context, Exchange exchange)
    {
        var route = context.GetReverseProxyFeature().Route.Config.RouteId;
        metrics.ExchangeEnded(route, exchange.End);
        Log.ExchangeEnded(logger, route, context.TraceIdentifier, exchange.End);
        if (context.Response.HasStarted)
        {
            context.Abort();
            return;
        }

        context.Features.Set(exchange.End switch
        {
            ExchangeEnd.TokenExpired or ExchangeEnd.LoginRevoked => InvalidToken,
            ExchangeEnd.RevocationsUnknown => RevocationsUnknown,
            ExchangeEnd.TenantInactive => TenantSuspended,
            ExchangeEnd.OrganizationUnbound => UnknownOrganization,
            ExchangeEnd.TenantChanged => TenantChanged,
            ExchangeEnd.KeyDenied => KeyRefusals.Of(KeyServiceFailure.Denied),
            ExchangeEnd.KeyServiceUnavailable => KeyRefusals.Of(KeyServiceFailure.Unavailable),
            _ => DeadlineExceeded,
        });
    }
}
