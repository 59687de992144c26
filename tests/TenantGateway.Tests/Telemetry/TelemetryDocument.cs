using System.Diagnostics.Metrics;
using System.Globalization;
using System.Reflection;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TenantGateway.Telemetry.Metrics;
using TenantGateway.Telemetry.Traces;

namespace TenantGateway.Tests.Telemetry;

/// <summary>The tables of <c>docs/telemetry.md</c>, as the code has them.</summary>
internal static class TelemetryDocument
{
    private static readonly Assembly Gateway = typeof(global::Gateway).Assembly;

    private static readonly Dictionary<string, string> SpanMeanings = new()
    {
        [SpanAttributes.Method] = "The method; `_OTHER` where it is not of the standard.",
        [SpanAttributes.Route] = "The template of the route, never the path.",
        [SpanAttributes.Status] = "The status of the answer.",
        [SpanAttributes.Scheme] = "`http` or `https`.",
        [SpanAttributes.ProtocolVersion] = "`1.0`, `1.1` or `2`.",
        [SpanAttributes.ErrorType] = "Where it failed: the reason, the status, or the kind of failure.",
        [SpanAttributes.RouteId] = "The configured name of the route.",
        [SpanAttributes.Tenant] = "The verified tenant.",
        [SpanAttributes.Reason] = "Why the gateway refused ([errors](errors.md)).",
        [SpanAttributes.RequestId] = "The id that the caller got in `X-Request-Id`.",
    };

    /// <summary>Every message that the gateway logs: its declaration and the method.</summary>
    public static IReadOnlyList<(LoggerMessageAttribute Message, MethodInfo Method)> Events { get; } =
    [
        .. from type in Gateway.GetTypes()
           from method in type.GetMethods(BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
           let message = method.GetCustomAttribute<LoggerMessageAttribute>()
           where message is not null
           orderby message.EventId
           select (message, method),
    ];

    /// <summary>Every instrument of the gateway: each class of metrics is made once.</summary>
    public static IReadOnlyList<Instrument> Instruments(IServiceProvider gateway)
    {
        using var own = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var factory = own.GetRequiredService<IMeterFactory>();
        List<Instrument> instruments = [];
        using var listener = new MeterListener { InstrumentPublished = (instrument, _) => { if (ReferenceEquals(instrument.Meter.Scope, factory)) instruments.Add(instrument); } };
        listener.Start();
        foreach (var type in Gateway.GetTypes().Where(type => type.IsClass && type.Name.EndsWith("Metrics", StringComparison.Ordinal))) ActivatorUtilities.CreateInstance(gateway, type, factory);
        return [.. instruments.OrderBy(instrument => instrument.Name, StringComparer.Ordinal)];
    }

    public static string Render(IServiceProvider gateway)
    {
        var text = new StringBuilder(TelemetryText.Introduction);
        text.Append("\n### Of the gateway (meter `TenantGateway`)\n\n| Metric | Kind | Unit | Attributes | Meaning |\n|---|---|---|---|---|\n");
        foreach (var instrument in Instruments(gateway))
            text.Append(CultureInfo.InvariantCulture, $"| `{instrument.Name}` | {KindOf(instrument)} | `{instrument.Unit ?? "1"}` | {List(MetricAttributes.Own[instrument.Name])} | {instrument.Description} |\n");
        text.Append("\n### Of the platform\n\n| Metric | Meter | Attributes |\n|---|---|---|\n");
        foreach (var (meter, metrics) in MetricAttributes.Platform.OrderBy(meter => meter.Key, StringComparer.Ordinal))
            foreach (var (name, attributes) in metrics.OrderBy(metric => metric.Key, StringComparer.Ordinal)) text.Append(CultureInfo.InvariantCulture, $"| `{name}` | `{meter}` | {List(attributes)} |\n");
        text.Append(TelemetryText.Traces).Append("\n| Attribute | Meaning |\n|---|---|\n");
        foreach (var attribute in SpanAttributes.Allowed.Order(StringComparer.Ordinal)) text.Append(CultureInfo.InvariantCulture, $"| `{attribute}` | {SpanMeanings[attribute]} |\n");
        text.Append(TelemetryText.Logs).Append("\n| Id | Event | Level | Feature | Message |\n|---|---|---|---|---|\n");
        foreach (var (message, method) in Events)
            text.Append(CultureInfo.InvariantCulture, $"| {message.EventId} | `{message.EventName ?? method.Name}` | {$"{message.Level}".ToLowerInvariant()} | {method.DeclaringType?.Namespace?["TenantGateway.".Length..]} | {message.Message} |\n");
        return text.Append(TelemetryText.Examples).ToString();
    }

    private static string List(string[] attributes) => string.Join(", ", attributes.Select(attribute => $"`{attribute}`"));

    private static string KindOf(Instrument instrument) => instrument.GetType().Name.Split('`')[0] switch
    {
        "Counter" or "ObservableCounter" => "counter",
        "UpDownCounter" or "ObservableUpDownCounter" => "up-down counter",
        "Histogram" => "histogram",
        "Gauge" or "ObservableGauge" => "gauge",
        var other => throw new InvalidOperationException($"No kind for {other}."),
    };
}
