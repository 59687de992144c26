using System.Diagnostics;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using TenantGateway.Core.Access;
using TenantGateway.Telemetry.Export;
using TenantGateway.Telemetry.Metrics;
using TenantGateway.Telemetry.Traces;

namespace TenantGateway.Telemetry;

/// <summary>Metrics, traces and logs for whoever operates the gateway, and nothing of the traffic in them.</summary>
internal static class TelemetryModule
{
    /// <summary>The platform's own switch, which has no property: the server's spans start without path, host and user agent.</summary>
    private const string SuppressServerSpanData = "Microsoft.AspNetCore.Hosting.SuppressActivityOpenTelemetryData";

    // Spans that wait for the collector. What comes on top is lost; nothing waits.
    private const int MaxWaitingSpans = 2048;
    private const int SpanDelayMilliseconds = 2000;

    /// <summary>Which role the process has: an attribute of the resource.</summary>
    private const string Role = "tenantgateway.role";

    public static IServiceCollection AddTelemetry(this IServiceCollection services, IConfiguration configuration, GatewayRole role)
    {
        var section = configuration.GetSection(TelemetryOptions.Section);
        services.AddOptions<TelemetryOptions>().Bind(section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IValidateOptions<TelemetryOptions>, TelemetryOptionsValidator>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<MetricViews>();
        services.AddSingleton<RequestMetrics>();
        services.AddSingleton<ExportMetrics>();
        // For what comes in and what goes out: baggage that a caller sends would travel in every trace.
        services.AddSingleton<DistributedContextPropagator, TraceContextPropagator>();
        AppContext.SetSwitch(SuppressServerSpanData, true);
        services.AddOpenTelemetry()
            .ConfigureResource(resource => resource
                .AddService("tenantgateway", serviceVersion: typeof(TelemetryModule).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion)
                .AddAttributes([new(Role, role.Name)]))
            .WithMetrics(ConfigureMetrics);
        services.ConfigureOpenTelemetryMeterProvider((provider, metrics) => metrics.AddView(provider.GetRequiredService<MetricViews>().Of));
        if (section[nameof(TelemetryOptions.OtlpEndpoint)] is { Length: > 0 }) AddExport(services);
        else services.AddHostedService<TraceContextListener>();
        return services;
    }

    /// <summary>The outermost step: sees each request as its caller does.</summary>
    public static IApplicationBuilder UseRequestTelemetry(this IApplicationBuilder app) => app.UseMiddleware<RequestTelemetryMiddleware>();

    /// <summary>Prometheus' text on <c>/metrics</c>, without authentication: never on the data plane.</summary>
    public static IApplicationBuilder UseMetricsEndpoint(this IApplicationBuilder app) => MetricsEndpoint.Use(app);

    private static void ConfigureMetrics(MeterProviderBuilder metrics) => metrics
        .AddMeter([MetricViews.OwnMeter, .. MetricAttributes.Platform.Keys])
        // Exemplars carry the attributes that views drop.
        .SetExemplarFilter(ExemplarFilterType.AlwaysOff)
        .AddPrometheusExporter();

    private static void AddExport(IServiceCollection services)
    {
        services.AddSingleton(CollectorOf);
        services.AddOpenTelemetry().WithTracing(traces => traces.AddSource("Microsoft.AspNetCore", "System.Net.Http"));
        services.ConfigureOpenTelemetryTracerProvider((provider, traces) =>
        {
            var options = OptionsOf(provider);
            var exporter = new WatchedTraceExporter(provider.GetRequiredService<Collector>(), WatchOf(provider, "traces"));
            traces.SetSampler(new TraceSampler(options.TraceRatio, options.CallerTracesPerSecond, provider.GetRequiredService<TimeProvider>()))
                .AddProcessor(new SpanAllowList())
                .AddProcessor(new BatchActivityExportProcessor(exporter, MaxWaitingSpans, SpanDelayMilliseconds, options.OtlpTimeoutSeconds * 1000));
        });
        services.ConfigureOpenTelemetryMeterProvider((provider, metrics) =>
        {
            var options = OptionsOf(provider);
            var exporter = new WatchedMetricExporter(provider.GetRequiredService<Collector>(), WatchOf(provider, "metrics"));
            metrics.AddReader(new PeriodicExportingMetricReader(exporter, options.MetricsIntervalSeconds * 1000, options.OtlpTimeoutSeconds * 1000));
        });
    }

    private static Collector CollectorOf(IServiceProvider provider)
    {
        var options = OptionsOf(provider);
        return new Collector(
            new Uri(options.OtlpEndpoint ?? throw new InvalidOperationException("No collector is configured.")),
            options.OtlpProtocol == TelemetryOptions.Grpc ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf,
            string.IsNullOrEmpty(options.OtlpHeadersFile) ? [] : HeadersFile.Read(options.OtlpHeadersFile),
            TimeSpan.FromSeconds(options.OtlpTimeoutSeconds));
    }

    private static TelemetryOptions OptionsOf(IServiceProvider provider) => provider.GetRequiredService<IOptions<TelemetryOptions>>().Value;

    private static ExportWatch WatchOf(IServiceProvider provider, string signal) =>
        new(signal, provider.GetRequiredService<ExportMetrics>(), provider.GetRequiredService<ILogger<ExportWatch>>());
}
