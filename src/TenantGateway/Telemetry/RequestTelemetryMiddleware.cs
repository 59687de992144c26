using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using TenantGateway.Core.Access;
using TenantGateway.Core.Tenants;
using TenantGateway.Telemetry.Metrics;
using TenantGateway.Telemetry.Traces;
using Yarp.ReverseProxy.Model;

namespace TenantGateway.Telemetry;

/// <summary>Says of each request, once it is over, whose it was and how it ended: to the metrics always, to its span where that is kept.</summary>
internal sealed class RequestTelemetryMiddleware(RequestDelegate next, RequestMetrics metrics, IOptions<TelemetryOptions> options)
{
    private readonly TenantLabels _tenants = new(options.Value.MaxTenants);

    public async Task InvokeAsync(HttpContext context)
    {
        await next(context);
        var tenant = context.Features.Get<Tenant>()?.Id;
        var endpoint = context.GetEndpoint();
        var route = endpoint?.Metadata.GetMetadata<RouteModel>()?.Config.RouteId;
        var reason = context.Features.Get<Refusal>()?.Reason;
        if (context.Features.Get<IHttpMetricsTagsFeature>() is not { MetricsDisabled: true })
            metrics.Count(tenant is { } known ? _tenants.Of(known) : null, route, OutcomeOf(context, reason));

        if (context.Features.Get<IHttpActivityFeature>()?.Activity is { IsAllDataRequested: true } span)
            Describe(span, context, endpoint as RouteEndpoint, route, tenant, reason);
    }

    private static string OutcomeOf(HttpContext context, Reason? reason) => reason switch
    {
        { Status: >= StatusCodes.Status500InternalServerError } => "failed",
        not null => "refused",
        null when context.RequestAborted.IsCancellationRequested => "aborted",
        null => "answered",
    };

    private static void Describe(Activity span, HttpContext context, RouteEndpoint? endpoint, string? route, TenantId? tenant, Reason? reason)
    {
        var status = context.Response.StatusCode;
        span.SetTag(SpanAttributes.Method, MethodOf(context.Request));
        span.SetTag(SpanAttributes.Scheme, context.Request.IsHttps ? "https" : "http");
        span.SetTag(SpanAttributes.ProtocolVersion, VersionOf(context.Request.Protocol));
        span.SetTag(SpanAttributes.Status, status);
        span.SetTag(SpanAttributes.Route, endpoint?.RoutePattern.RawText);
        span.SetTag(SpanAttributes.RouteId, route);
        span.SetTag(SpanAttributes.Tenant, tenant?.Value);
        span.SetTag(SpanAttributes.Reason, reason?.Code);
        span.SetTag(SpanAttributes.RequestId, context.TraceIdentifier);
        // A caller's mistake is no error of the server's span (OpenTelemetry semantic conventions, HTTP spans).
        if (status < StatusCodes.Status500InternalServerError) return;
        span.SetTag(SpanAttributes.ErrorType, reason?.Code ?? status.ToString(CultureInfo.InvariantCulture));
        span.SetStatus(ActivityStatusCode.Error);
    }

    private static string MethodOf(HttpRequest request) => HttpMethods.GetCanonicalizedValue(request.Method) switch
    {
        var method when HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsPost(method) || HttpMethods.IsPut(method) || HttpMethods.IsPatch(method)
            || HttpMethods.IsDelete(method) || HttpMethods.IsOptions(method) || HttpMethods.IsTrace(method) || HttpMethods.IsConnect(method) => method,
        _ => "_OTHER",
    };

    private static string? VersionOf(string protocol) =>
        HttpProtocol.IsHttp11(protocol) ? "1.1" : HttpProtocol.IsHttp2(protocol) ? "2" : HttpProtocol.IsHttp10(protocol) ? "1.0" : null;
}
