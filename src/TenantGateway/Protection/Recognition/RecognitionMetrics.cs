using System.Diagnostics.Metrics;

namespace TenantGateway.Protection.Recognition;

/// <summary>Counts what recognizers are asked: meter <c>TenantGateway</c>.</summary>
internal sealed class RecognitionMetrics
{
    private readonly Counter<long> _calls;
    private readonly Histogram<double> _duration;

    public RecognitionMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("TenantGateway");
        _calls = meter.CreateCounter<long>("tenantgateway.recognizer.calls", "{call}", "Calls of recognizers by their name and outcome: ok, timeout, failed, wrong, given_up.");
        _duration = meter.CreateHistogram<double>("tenantgateway.recognizer.duration", "s", "How long a recognizer took to answer.");
    }

    public void Count(string recognizer, string outcome, TimeSpan took)
    {
        _calls.Add(1, new("recognizer", recognizer), new("outcome", outcome));
        if (outcome == "ok") _duration.Record(took.TotalSeconds, new KeyValuePair<string, object?>("recognizer", recognizer));
    }
}
