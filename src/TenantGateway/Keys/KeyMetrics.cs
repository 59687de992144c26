using System.Diagnostics;
using System.Diagnostics.Metrics;
using TenantGateway.Core.Keys;

namespace TenantGateway.Keys;

/// <summary>Counts what the key service was asked, which records were refused, and what is held or shut out.</summary>
internal sealed class KeyMetrics
{
    private readonly Counter<long> _unwraps;
    private readonly Histogram<double> _unwrapDuration;
    private readonly Counter<long> _probes;
    private readonly Counter<long> _refused;
    private readonly KekStates _keks;

    public KeyMetrics(IMeterFactory meters, KekStates keks, HeldGenerations held, KeyServiceCalls calls)
    {
        _keks = keks;
        var meter = meters.Create("TenantGateway");
        _unwraps = meter.CreateCounter<long>("tenantgateway.keys.unwrap.count", "{unwrap}", "Generations that the key service was asked to unwrap for use, by result.");
        _unwrapDuration = meter.CreateHistogram<double>("tenantgateway.keys.unwrap.duration", "s", "How long an unwrap took.");
        _probes = meter.CreateCounter<long>("tenantgateway.keys.probes", "{probe}", "Probes of key-encryption keys, by result: ok, unavailable, denied, invalid.");
        _refused = meter.CreateCounter<long>("tenantgateway.keys.records.refused", "{record}", "Stored generation records that were not used, by reason.");
        meter.CreateObservableGauge("tenantgateway.keys.calls.waiting", () => calls.Waiting, "{call}", "Unwraps and probes that wait for their turn with the key service.");
        meter.CreateObservableGauge("tenantgateway.keys.held", () => held.Count, "{generation}", "Generations that are unwrapped in memory.");
        meter.CreateObservableGauge("tenantgateway.keys.grace.remaining", WorstGrace, "s", "The shortest time for which held keys stay in use without the key service; absent while it answers.");
        meter.CreateObservableGauge("tenantgateway.keys.tenants.shut_out", ShutOut, "{tenant}", "Tenants whose keys may not be used, by reason.");
    }

    internal static string NameOf(KeyServiceFailure failure) => failure switch
    {
        KeyServiceFailure.Unavailable => "unavailable",
        KeyServiceFailure.Denied => "denied",
        KeyServiceFailure.Invalid => "invalid",
        _ => throw new UnreachableException($"Failure {failure} has no name."),
    };

    internal void Unwrapped(string result, TimeSpan elapsed)
    {
        _unwraps.Add(1, new KeyValuePair<string, object?>("result", result));
        _unwrapDuration.Record(elapsed.TotalSeconds);
    }

    internal void Probed(string result) => _probes.Add(1, new KeyValuePair<string, object?>("result", result));

    internal void RecordRefused(string reason) => _refused.Add(1, new KeyValuePair<string, object?>("reason", reason));

    private IEnumerable<Measurement<double>> WorstGrace()
    {
        if (_keks.All.Min(kek => kek.GraceLeft) is { } left) yield return new Measurement<double>(Math.Max(0, left.TotalSeconds));
    }

    private IEnumerable<Measurement<int>> ShutOut() =>
        new[] { KeyServiceFailure.Denied, KeyServiceFailure.Unavailable }.Select(failure => new Measurement<int>(
            _keks.ShutOut.Count(tenant => tenant.Value == failure), new KeyValuePair<string, object?>("reason", KeyRefusals.Of(failure).Reason.Code)));
}
