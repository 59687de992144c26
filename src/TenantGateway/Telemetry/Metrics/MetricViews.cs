using System.Diagnostics.Metrics;
using OpenTelemetry.Metrics;

namespace TenantGateway.Telemetry.Metrics;

/// <summary>
/// What becomes of each instrument on its way out: its attributes by the list, buckets that fit a proxy, and a bound on its series. What another server
/// of the same process measures stays there.
/// </summary>
/// <param name="meters">Makes the meters of this server.</param>
internal sealed class MetricViews(IMeterFactory meters)
{
    public const string OwnMeter = "TenantGateway";

    /// <summary>The series of one metric; what comes after them falls into one series that says so (<c>otel_metric_overflow</c>).</summary>
    public const int MaxSeries = 2000;

    /// <summary>The same of the one metric that knows tenants.</summary>
    public const int MaxTenantSeries = 10_000;

    // Half a millisecond is what the gateway itself takes; half a minute is where it gives up.
    private static readonly double[] Seconds = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
    private static readonly double[] Entries = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000];

    public MetricStreamConfiguration Of(Instrument instrument)
    {
        // Those of the process, such as the runtime's, have no scope.
        if (instrument.Meter.Scope is { } scope && !ReferenceEquals(scope, meters)) return MetricStreamConfiguration.Drop;
        if (instrument.Meter.Name == OwnMeter) return Restrained(instrument, MetricAttributes.Own.GetValueOrDefault(instrument.Name, []));
        return MetricAttributes.Platform.TryGetValue(instrument.Meter.Name, out var listed) && listed.TryGetValue(instrument.Name, out var attributes)
            ? Restrained(instrument, attributes)
            : MetricStreamConfiguration.Drop;
    }

    private static MetricStreamConfiguration Restrained(Instrument instrument, string[] attributes)
    {
        var stream = BucketsOf(instrument) is { } buckets ? new ExplicitBucketHistogramConfiguration { Boundaries = buckets } : new MetricStreamConfiguration();
        stream.TagKeys = attributes;
        stream.CardinalityLimit = attributes.Contains("tenant") ? MaxTenantSeries : MaxSeries;
        return stream;
    }

    private static double[]? BucketsOf(Instrument instrument) => instrument switch
    {
        // Connections last longer than requests; the platform's own advice fits them.
        { Name: "kestrel.connection.duration" or "http.client.connection.duration" } => null,
        Histogram<double> { Unit: "s" } => Seconds,
        Histogram<int> { Meter.Name: OwnMeter } => Entries,
        _ => null,
    };
}
