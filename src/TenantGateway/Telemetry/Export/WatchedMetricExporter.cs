using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;

namespace TenantGateway.Telemetry.Export;

/// <summary>Sends metrics, and tells where it fails.</summary>
internal sealed class WatchedMetricExporter(Collector collector, ExportWatch watch) : OtlpMetricExporter(collector.OptionsFor("v1/metrics"))
{
    public override ExportResult Export(in Batch<Metric> metrics) => watch.Seen(base.Export(metrics));
}
