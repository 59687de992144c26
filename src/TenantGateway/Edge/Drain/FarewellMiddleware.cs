using TenantGateway.Edge.Connections;

namespace TenantGateway.Edge.Drain;

/// <summary>While the process leaves, asks every caller to come back on another connection: that one leads to another replica.</summary>
internal sealed class FarewellMiddleware(RequestDelegate next, DrainState drain)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (drain.HasBegun) context.Response.OnStarting(SayAsync, context);
        return next(context);
    }

    // As late as possible: writing a refusal clears the headers before it.
    private static Task SayAsync(object context)
    {
        Farewell.Say((HttpContext)context);
        return Task.CompletedTask;
    }
}
