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
        Log.ForwardingFailed(logger, error.Error, error.Exception?.GetType().Name, context.TraceIdentifier);
        context.Features.Set(new Refusal(ReasonOf(error)));
    }

    private static Reason ReasonOf(IForwarderErrorFeature error) => error switch
    {
        // A transform failed: the fault is the gateway's, not the service's. YARP keeps what it was.
        { Exception: AuditUnavailableException } => Reasons.AuditUnavailable,
        { Exception: KeyServiceException } => Reasons.TenantKeyUnavailable,
        { Error: ForwarderError.RequestCreation } => Reasons.InternalError,
        { Error: ForwarderError.ResponseHeaders, Exception: not (IOException or HttpRequestException or OperationCanceledException) } => Reasons.InternalError,
        { Error: ForwarderError.RequestTimedOut } => Reasons.ServiceTimeout,
        { Error: ForwarderError.RequestBodyClient or ForwarderError.RequestBodyCanceled } => Reasons.MalformedRequest,
        _ => Reasons.ServiceUnavailable,
    };
}
