using System.Diagnostics.Metrics;

namespace TenantGateway.Tests.Keys;

/// <summary>What one host's gauges say now, by name and tags.</summary>
internal sealed class GaugeReader : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly Dictionary<string, double> _values = new(StringComparer.Ordinal);

    internal GaugeReader(IMeterFactory factory)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.IsObservable && ReferenceEquals(instrument.Meter.Scope, factory)) listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Set(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Set(instrument, value, tags));
        _listener.Start();
        _listener.RecordObservableInstruments();
    }

    /// <param name="name">The instrument's name, then its tag values with <c>/</c> between; 0 where it says nothing.</param>
    internal double this[string name] => _values.GetValueOrDefault(name);

    public void Dispose() => _listener.Dispose();

    private void Set(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var name = instrument.Name;
        foreach (var tag in tags) name += "/" + tag.Value;
        _values[name] = value;
    }
}
