using System.Diagnostics;
using TenantGateway.Core.Access;
using TenantGateway.Core.Audit;
using TenantGateway.Core.Keys;
using Yarp.ReverseProxy.Model;

namespace TenantGateway.Diagnostics;

/// <summary>
/// The one place where refusals become answers. The denial of somebody who is known is on record before the first byte of the answer; if it cannot
/// be recorded, the answer is 503. Faults tell the caller nothing but a request id, and the log their type and place, never their message,
/// which may quote the traffic.
/// </summary>
internal sealed class RefusalMiddleware(RequestDelegate next, DenialRecorder recorder, RefusalMetrics metrics, ILogger<RefusalMiddleware> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        context.TraceIdentifier = Activity.Current?.TraceId.ToHexString() is { } trace ? $"{trace}-{ActivitySpanId.CreateRandom()}" : ActivityTraceId.CreateRandom().ToHexString();
        context.Response.Headers["X-Request-Id"] = context.TraceIdentifier;
        try
        {
            await next(context);
        }
        catch (Exception fault) when (!context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested)
        {
            context.Features.Set(new Refusal(ReasonOf(fault, context)));
        }

        if (RefusalOf(context) is not { } refusal) return;
        if (context.Response.HasStarted)
        {
            // Half an answer must not look like a whole one.
            context.Abort();
            return;
        }

        metrics.Count(refusal.Reason);
        if (!await recorder.TryRecordAsync(context, refusal.Reason)) refusal = new Refusal(Reasons.AuditUnavailable);
        await ProblemDetails.WriteAsync(context, refusal);
    }

    // Routing answers a wrong method by itself; a service's own 405 passed through YARP.
    private static Refusal? RefusalOf(HttpContext context) =>
        context.Features.Get<Refusal>()
        ?? (context.Response is { HasStarted: false, StatusCode: StatusCodes.Status405MethodNotAllowed } && context.Features.Get<IReverseProxyFeature>() is null
            ? new Refusal(Reasons.MethodNotAllowed)
            : null);

    private Reason ReasonOf(Exception fault, HttpContext context)
    {
        switch (fault)
        {
            case BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge }:
                return Reasons.BodyTooLarge;
            case BadHttpRequestException:
                return Reasons.MalformedRequest;
            case AuditUnavailableException:
                return Reasons.AuditUnavailable;
            case KeyServiceException:
                return Reasons.TenantKeyUnavailable;
            default:
                Log.Failed(logger, context.TraceIdentifier, $"{fault.GetType()} {fault.StackTrace}");
                return Reasons.InternalError;
        }
    }
}
