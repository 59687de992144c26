using TenantGateway.Core.Access;
using TenantGateway.Core.State;

namespace TenantGateway.Changes;

/// <summary>Refuses traffic for which there are no keys yet: nothing that needs one is begun.</summary>
internal sealed class StartGateMiddleware(RequestDelegate next, IStartGate gate)
{
    private static readonly Refusal Waiting = new(Reasons.KeyServiceUnavailable) { Headers = [new("Retry-After", "1")] };

    public Task InvokeAsync(HttpContext context)
    {
        if (gate.WaitsFor is null) return next(context);
        context.Features.Set(Waiting);
        return Task.CompletedTask;
    }
}
