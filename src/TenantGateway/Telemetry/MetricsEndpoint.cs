using Microsoft.AspNetCore.Http.Features;
using TenantGateway.Core.Access;

namespace TenantGateway.Telemetry;

/// <summary>
/// Prometheus' text on <c>/metrics</c>. Without a token, because scrapers have none and nothing of the traffic is in it: the network decides who
/// reaches the plane. It needs neither the database nor the audit log.
/// </summary>
internal static class MetricsEndpoint
{
    private const string Path = "/metrics";

    private static readonly Refusal MethodNotAllowed = new(Reasons.MethodNotAllowed) { Headers = [new("Allow", "GET")] };

    public static IApplicationBuilder Use(IApplicationBuilder app) => app.MapWhen(
        context => context.Request.Path.Equals(Path, StringComparison.Ordinal),
        branch => branch.Use(RefuseOtherMethods).UseOpenTelemetryPrometheusScrapingEndpoint(_ => true));

    private static RequestDelegate RefuseOtherMethods(RequestDelegate next) => context =>
    {
        // Scrapes are no traffic.
        if (context.Features.Get<IHttpMetricsTagsFeature>() is { } metrics) metrics.MetricsDisabled = true;
        if (HttpMethods.IsGet(context.Request.Method)) return next(context);
        context.Features.Set(MethodNotAllowed);
        return Task.CompletedTask;
    };
}
