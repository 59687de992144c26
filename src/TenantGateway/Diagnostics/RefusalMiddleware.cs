using System.Diagnostics;
using TenantGateway.Core.Access;
using TenantGateway.Core.Audit;
using TenantGateway.Core.Keys;
using Yarp.ReverseProxy.Model;

namespace TenantGateway.Diagnostics;

/// <summary>
/// The one place where refusals become answers. The denial of somebody who is known is on record before the first byte of the answer; if it cannot
/// be recorded, the answer is 503. Faults tell the caller nothing but a request id, and the log their type and place, never their message,
/// which may quote the traffic; for the same reason none gets through to the server, which would log it whole.
/// </summary>
internal sealed class RefusalMiddleware(RequestDelegate next, DenialRecorder recorder, RefusalMetrics metrics, ILogger<RefusalMiddleware> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        context.TraceIdentifier = Activity.Current?.TraceId.ToHexString() is { } trace ? $"{trace}-{ActivitySpanId.CreateRandom()}" : ActivityTraceId.CreateRandom().ToHexString();
        context.Response.Headers["X-Request-Id"] = context.TraceIdentifier;
        context.Features.Set(ServerRefusals.InPipeline.Mark);
        try
        {
            // Within one method, as every request waits in it.
            try
            {
                await next(context);
            }
            catch (Exception fault) when (!context.RequestAborted.IsCancellationRequested)
            {
                context.Features.Set(RefusalOf(fault, context));
            }

            if (RefusalOf(context) is { } refusal) await AnswerAsync(context, refusal);
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody waits for an answer.
        }
        catch (Exception fault)
        {
            Log.Failed(logger, context.TraceIdentifier, PlaceOf(fault));
            context.Abort();
        }
    }

    private async Task AnswerAsync(HttpContext context, Refusal refusal)
    {
        if (context.Response.HasStarted)
        {
            // Half an answer must not look like a whole one.
            context.Abort();
            return;
        }

        metrics.CountSecurityEvent(refusal.Reason);
        if (!await recorder.TryRecordAsync(context, refusal)) refusal = new Refusal(Reasons.AuditUnavailable);
        metrics.Count(refusal.Reason);
        // What the caller is told is also what telemetry says of the request.
        context.Features.Set(refusal);
        await ProblemDetails.WriteAsync(context, refusal);
    }

    private static Refusal? RefusalOf(HttpContext context) => context.Features.Get<Refusal>() ?? RefusalOfStatus(context);

    // Routing answers a wrong method by itself, and YARP a route without a cluster; what a service answers passed through YARP.
    private static Refusal? RefusalOfStatus(HttpContext context)
    {
        var response = context.Response;
        if (response.HasStarted || context.Features.Get<IReverseProxyFeature>() is not null) return null;
        return response.StatusCode switch
        {
            StatusCodes.Status405MethodNotAllowed => new Refusal(Reasons.MethodNotAllowed) { Headers = [new("Allow", response.Headers.Allow.ToString())] },
            StatusCodes.Status503ServiceUnavailable when context.GetEndpoint()?.Metadata.GetMetadata<RouteModel>() is not null => new Refusal(Reasons.ServiceUnavailable),
            _ => null,
        };
    }

    private Refusal RefusalOf(Exception fault, HttpContext context)
    {
        switch (fault)
        {
            case BadHttpRequestException:
                return new Refusal(ServerRefusals.ReasonOf(fault));
            case AuditUnavailableException:
                return new Refusal(Reasons.AuditUnavailable);
            case KeyServiceException failure:
                return failure.Refusal;
            default:
                Log.Failed(logger, context.TraceIdentifier, PlaceOf(fault));
                return new Refusal(Reasons.InternalError);
        }
    }

    private static string PlaceOf(Exception fault) => $"{fault.GetType()} {fault.StackTrace}";
}
