using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;

namespace TenantGateway.Tests.Leakage;

/// <summary>Listens to all logs of one host, and to all traces and metrics of the process, as an exporter that asks for everything would.</summary>
[ProviderAlias("Telemetry")]
internal sealed class Telemetry : ILoggerProvider, ISupportExternalScope
{
    private readonly Evidence _evidence;
    private readonly ActivityListener _activities;
    private readonly MeterListener _measurements = new();
    private IExternalScopeProvider _scopes = new LoggerExternalScopeProvider();

    public Telemetry(Evidence evidence)
    {
        _evidence = evidence;
        _activities = new ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            SampleUsingParentId = (ref ActivityCreationOptions<string> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = Keep,
        };
        ActivitySource.AddActivityListener(_activities);
        _measurements.InstrumentPublished = (instrument, listener) => listener.EnableMeasurementEvents(instrument);
        _measurements.SetMeasurementEventCallback<byte>((instrument, _, tags, _) => Keep(instrument, tags));
        _measurements.SetMeasurementEventCallback<short>((instrument, _, tags, _) => Keep(instrument, tags));
        _measurements.SetMeasurementEventCallback<int>((instrument, _, tags, _) => Keep(instrument, tags));
        _measurements.SetMeasurementEventCallback<long>((instrument, _, tags, _) => Keep(instrument, tags));
        _measurements.SetMeasurementEventCallback<float>((instrument, _, tags, _) => Keep(instrument, tags));
        _measurements.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Keep(instrument, tags));
        _measurements.SetMeasurementEventCallback<decimal>((instrument, _, tags, _) => Keep(instrument, tags));
        _measurements.Start();
    }

    public ILogger CreateLogger(string categoryName) => new Log(this, categoryName);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    public void Dispose()
    {
        _measurements.RecordObservableInstruments();
        _measurements.Dispose();
        _activities.Dispose();
    }

    private void Keep(Activity activity)
    {
        var place = $"trace {activity.Source.Name} {activity.OperationName}";
        _evidence.Add(place, $"{activity.DisplayName} {activity.StatusDescription} {activity.TraceStateString}");
        foreach (var (name, value) in activity.TagObjects) _evidence.Add(place, $"{name}={value}");
        foreach (var (name, value) in activity.Baggage) _evidence.Add($"{place} baggage", $"{name}={value}");
        foreach (var link in activity.Links) _evidence.Add(place, string.Join(' ', link.Tags ?? []));
        foreach (var happened in activity.Events) _evidence.Add(place, $"{happened.Name} {string.Join(' ', happened.Tags)}");
    }

    private void Keep(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        foreach (var tag in tags) _evidence.Add($"metric {instrument.Meter.Name} {instrument.Name}", $"{tag.Key}={tag.Value}");
    }

    private sealed class Log(Telemetry owner, string category) : ILogger
    {
        public bool IsEnabled(LogLevel logLevel) => true;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => owner._scopes.Push(state);

        void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var place = $"log {category} {logLevel} {eventId.Id}";
            owner._evidence.Add(place, $"{formatter(state, exception)} {exception}");
            if (state is IEnumerable<KeyValuePair<string, object?>> members) foreach (var (name, value) in members) owner._evidence.Add(place, $"{name}={value}");
            owner._scopes.ForEachScope((scope, _) => owner._evidence.Add($"{place} scope", Describe(scope)), state);
        }

        private static string Describe(object? scope) =>
            scope is IEnumerable<KeyValuePair<string, object?>> members ? $"{scope} {string.Join(' ', members)}" : $"{scope}";
    }
}
