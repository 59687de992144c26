using TenantGateway.Core.Access;
using TenantGateway.Core.Audit;
using TenantGateway.Core.Keys;
using Yarp.ReverseProxy.Forwarder;

namespace TenantGateway.Forwarding;

/// <summary>Turns YARP's errors into refusals, unless somebody before gave a reason.</summary>
internal sealed class ForwarderErrors(ILogger<ForwarderErrors> logger)
{
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        await next(context);
        if (context.Features.Get<Refusal>() is not null || context.Features.Get<IForwarderErrorFeature>() is not { } error) return;
        if (context.Response.HasStarted)
        {
            Log.ForwardingBrokeOff(logger, error.Error, error.Exception?.GetType().Name, context.TraceIdentifier);
            // Half of any other answer has been cut off by now; a request body that came to nothing after a whole answer does not harm it.
            if (IsOfUpgrade(error.Error)) context.Abort();
            return;
        }

        // Nobody waits for a refusal, and no service has failed.
        if (error.Exception is OperationCanceledException && context.RequestAborted.IsCancellationRequested) return;
        Log.ForwardingFailed(logger, error.Error, error.Exception?.GetType().Name, context.TraceIdentifier);
        context.Features.Set(error.Exception is KeyServiceException failure ? failure.Refusal : new Refusal(ReasonOf(error)));
    }

    private static bool IsOfUpgrade(ForwarderError error) => error
        is ForwarderError.UpgradeRequestCanceled or ForwarderError.UpgradeRequestClient or ForwarderError.UpgradeRequestDestination
        or ForwarderError.UpgradeResponseCanceled or ForwarderError.UpgradeResponseClient or ForwarderError.UpgradeResponseDestination
        or ForwarderError.UpgradeActivityTimeout;

    private static Reason ReasonOf(IForwarderErrorFeature error) => error switch
    {
        // A transform failed: the fault is the gateway's, not the service's. YARP keeps what it was.
        { Exception: AuditUnavailableException } => Reasons.AuditUnavailable,
        { Error: ForwarderError.RequestCreation } => Reasons.InternalError,
        { Error: ForwarderError.ResponseHeaders, Exception: not (IOException or HttpRequestException or OperationCanceledException) } => Reasons.InternalError,
        { Exception: { } fault } when StatusOfBody(fault) is StatusCodes.Status413PayloadTooLarge => Reasons.BodyTooLarge,
        { Exception: { } fault } when StatusOfBody(fault) is StatusCodes.Status408RequestTimeout => Reasons.RequestTimeout,
        { Error: ForwarderError.RequestTimedOut } => Reasons.ServiceTimeout,
        { Error: ForwarderError.RequestBodyClient or ForwarderError.RequestBodyCanceled } => Reasons.MalformedRequest,
        _ => Reasons.ServiceUnavailable,
    };

    // YARP tells the fault of the request's body beside what became of the exchange for it.
    private static int? StatusOfBody(Exception fault) => fault switch
    {
        BadHttpRequestException refused => refused.StatusCode,
        AggregateException many => many.InnerExceptions.Select(StatusOfBody).FirstOrDefault(status => status is not null),
        _ => null,
    };
}
