using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Exporter;

namespace TenantGateway.Telemetry.Export;

/// <summary>Sends spans, and tells where it fails.</summary>
internal sealed class WatchedTraceExporter(Collector collector, ExportWatch watch) : OtlpTraceExporter(collector.OptionsFor("v1/traces"))
{
    public override ExportResult Export(in Batch<Activity> activityBatch) => watch.Seen(base.Export(activityBatch));
}
