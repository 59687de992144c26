using TenantGateway.Core.Access;

namespace TenantGateway.Edge;

/// <summary>Parts the pipeline by the plane of the connection.</summary>
internal static class PlaneBranch
{
    /// <summary>A plane that the process's role does not have has no branch either.</summary>
    public static IApplicationBuilder UsePlane(this IApplicationBuilder app, Plane plane, Action<IApplicationBuilder> configure) =>
        app.ApplicationServices.GetRequiredService<GatewayRole>().Has(plane) ? app.MapWhen(context => context.Features.Get<PlaneFeature>()?.Plane == plane, configure) : app;

    /// <summary>Endpoints of this branch alone.</summary>
    public static IApplicationBuilder UseEndpointsOf(this IApplicationBuilder branch, Action<IEndpointRouteBuilder> map) =>
        branch.UseRouting().UseEndpoints(map).UseUnknownRoute();

    /// <summary>Finds the route of a request, and nothing comes of it before <see cref="UseServices"/>: nobody is told of a route who has not passed what lies between.</summary>
    public static IApplicationBuilder UseServiceRoutes(this IApplicationBuilder branch) => branch.UseRouting();

    /// <summary>The services behind the gateway, with further steps around each exchange. Comes after <see cref="UseServiceRoutes"/>.</summary>
    public static IApplicationBuilder UseServices(this IApplicationBuilder branch, Action<IReverseProxyApplicationBuilder> steps) =>
        branch.UseEndpoints(endpoints => endpoints.MapReverseProxy(proxy =>
        {
            steps(proxy);
            proxy.UseSessionAffinity();
            proxy.UseLoadBalancing();
            proxy.UsePassiveHealthChecks();
        })).UseUnknownRoute();

    /// <summary>The end of every branch: what nothing before it took.</summary>
    public static IApplicationBuilder UseUnknownRoute(this IApplicationBuilder app) => app.Use(_ => context =>
    {
        context.Features.Set(new Refusal(Reasons.UnknownRoute));
        return Task.CompletedTask;
    });
}
