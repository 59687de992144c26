using TenantGateway.Core.Access;
using Yarp.ReverseProxy.Configuration;

namespace TenantGateway.Forwarding;

/// <summary>
/// Routes that ask for a fresher or a stronger login than traffic needs, by their metadata: <c>MaxLoginAgeSeconds</c>, and <c>SecondFactor</c> where single sign-on
/// alone does not do. Metadata that cannot be read make the configuration be refused.
/// </summary>
internal sealed class RouteLogin : IProxyConfigFilter
{
    // Whoever nobody has admitted has no login that could do.
    private static readonly Refusal NoLogin = new(Reasons.InsufficientAuthentication);

    /// <summary>A step of the proxy pipeline, where the route is known and nothing of the body is read yet.</summary>
    public static Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var rule = RuleOf(context.GetReverseProxyFeature().Route.Config) ?? throw new InvalidOperationException("The metadata of a route in use cannot be read.");
        if (rule == RouteLoginRule.None) return next(context);
        var demand = context.Features.Get<ILoginDemand>();
        if ((demand is null ? NoLogin : demand.Demand(rule.MaxAge ?? TimeSpan.FromSeconds(RouteLoginRule.MostSeconds), rule.SecondFactor)) is not { } refusal) return next(context);
        context.Features.Set(refusal);
        return Task.CompletedTask;
    }

    public ValueTask<ClusterConfig> ConfigureClusterAsync(ClusterConfig cluster, CancellationToken cancel) => ValueTask.FromResult(cluster);

    public ValueTask<RouteConfig> ConfigureRouteAsync(RouteConfig route, ClusterConfig? cluster, CancellationToken cancel) => RuleOf(route) is not null
        ? ValueTask.FromResult(route)
        : throw new InvalidOperationException(
            $"ReverseProxy:Routes:{route.RouteId}:Metadata: {RouteLoginRule.MaxAgeKey} takes 1 to {RouteLoginRule.MostSeconds} seconds, and {RouteLoginRule.SecondFactorKey} true or false.");

    private static RouteLoginRule? RuleOf(RouteConfig route) => route.Metadata is { } metadata
        ? RouteLoginRule.Read(metadata.GetValueOrDefault(RouteLoginRule.MaxAgeKey), metadata.GetValueOrDefault(RouteLoginRule.SecondFactorKey))
        : RouteLoginRule.None;
}
