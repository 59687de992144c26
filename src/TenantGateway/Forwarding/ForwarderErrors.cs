using TenantGateway.Core.Access;
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
        context.Features.Set(new Refusal(ReasonOf(error.Error)));
    }

    private static Reason ReasonOf(ForwarderError error) => error switch
    {
        ForwarderError.RequestTimedOut => Reasons.ServiceTimeout,
        ForwarderError.RequestBodyClient or ForwarderError.RequestBodyCanceled => Reasons.MalformedRequest,
        _ => Reasons.ServiceUnavailable,
    };
}
