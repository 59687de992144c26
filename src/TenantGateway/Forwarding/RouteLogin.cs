using System.Globalization;
using TenantGateway.Core.Access;
using Yarp.ReverseProxy.Configuration;

namespace TenantGateway.Forwarding;

/// <summary>
/// Routes that ask for a fresher or a stronger login than traffic needs, by their metadata: <c>MaxLoginAgeSeconds</c>, and <c>SecondFactor</c> where single sign-on
/// alone does not do. Metadata that cannot be read make the configuration be refused.
/// </summary>
internal sealed class RouteLogin : IProxyConfigFilter
{
    public const string MaxAgeKey = "MaxLoginAgeSeconds";
    public const string SecondFactorKey = "SecondFactor";

    private const int MostSeconds = 86_400;

    // Whoever nobody has admitted has no login that could do.
    private static readonly Refusal NoLogin = new(Reasons.InsufficientAuthentication);

    /// <summary>A step of the proxy pipeline, where the route is known and nothing of the body is read yet.</summary>
    public static Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (!TryRead(context.GetReverseProxyFeature().Route.Config, out var maxAge, out var secondFactor)) throw new InvalidOperationException("The metadata of a route in use cannot be read.");
        if (maxAge is null && !secondFactor) return next(context);
        var demand = context.Features.Get<ILoginDemand>();
        if ((demand is null ? NoLogin : demand.Demand(maxAge ?? TimeSpan.FromSeconds(MostSeconds), secondFactor)) is not { } refusal) return next(context);
        context.Features.Set(refusal);
        return Task.CompletedTask;
    }

    public ValueTask<ClusterConfig> ConfigureClusterAsync(ClusterConfig cluster, CancellationToken cancel) => ValueTask.FromResult(cluster);

    public ValueTask<RouteConfig> ConfigureRouteAsync(RouteConfig route, ClusterConfig? cluster, CancellationToken cancel) => TryRead(route, out _, out _)
        ? ValueTask.FromResult(route)
        : throw new InvalidOperationException(
            $"ReverseProxy:Routes:{route.RouteId}:Metadata: {MaxAgeKey} takes 1 to {MostSeconds} seconds, and {SecondFactorKey} true or false.");

    private static bool TryRead(RouteConfig route, out TimeSpan? maxAge, out bool secondFactor)
    {
        (maxAge, secondFactor) = (null, false);
        if (route.Metadata is not { } metadata) return true;
        if (metadata.TryGetValue(SecondFactorKey, out var text) && !bool.TryParse(text, out secondFactor)) return false;
        if (!metadata.TryGetValue(MaxAgeKey, out text)) return true;
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || seconds is < 1 or > MostSeconds) return false;
        maxAge = TimeSpan.FromSeconds(seconds);
        return true;
    }
}
