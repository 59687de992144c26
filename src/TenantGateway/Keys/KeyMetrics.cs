using System.Diagnostics.Metrics;

namespace TenantGateway.Keys;

/// <summary>Counts what the key service was asked and which records were refused.</summary>
internal sealed class KeyMetrics
{
    private readonly Counter<long> _unwraps;
    private readonly Histogram<double> _unwrapDuration;
    private readonly Counter<long> _refused;

    public KeyMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("TenantGateway");
        _unwraps = meter.CreateCounter<long>("tenantgateway.keys.unwrap.count", "{unwrap}", "Generations that the key service was asked to unwrap, by result.");
        _unwrapDuration = meter.CreateHistogram<double>("tenantgateway.keys.unwrap.duration", "s", "How long an unwrap took.");
        _refused = meter.CreateCounter<long>("tenantgateway.keys.records.refused", "{record}", "Stored generation records that were not used, by reason.");
    }

    internal void Unwrapped(string result, TimeSpan elapsed)
    {
        _unwraps.Add(1, new KeyValuePair<string, object?>("result", result));
        _unwrapDuration.Record(elapsed.TotalSeconds);
    }

    internal void RecordRefused(string reason) => _refused.Add(1, new KeyValuePair<string, object?>("reason", reason));
}
