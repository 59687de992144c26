using System.Diagnostics;
using System.Diagnostics.Metrics;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Keys.Rotation;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Keys.Rotation;

/// <summary>Counts what became of rotations, and tells how old the keys are that are written with.</summary>
internal sealed class RotationMetrics
{
    private readonly Counter<long> _rotations;
    private readonly Counter<long> _promotions;
    private readonly KeyRings _keyRings;
    private readonly ITenantDirectory _tenants;
    private readonly TimeProvider _time;

    public RotationMetrics(IMeterFactory meters, KeyRings keyRings, ITenantDirectory tenants, TimeProvider time)
    {
        (_keyRings, _tenants, _time) = (keyRings, tenants, time);
        var meter = meters.Create("TenantGateway");
        _rotations = meter.CreateCounter<long>("tenantgateway.keys.rotations", "{rotation}", "Rotations and other changes of keys, by kind and result: done, unchanged, refused, failed.");
        _promotions = meter.CreateCounter<long>("tenantgateway.keys.promotions", "{generation}", "Generations that were due to become primary, by result: done, put_off, abandoned.");
        meter.CreateObservableGauge("tenantgateway.keys.pending", () => _keyRings.Pending.Length, "{generation}", "Generations that wait to become primary.");
        meter.CreateObservableGauge("tenantgateway.keys.primary.age", OldestAges, "s", "The age of the oldest primary generation of any tenant that has not ended, by line: data, lookup.");
    }

    internal void Ended(RotationKind kind, RotationPlan plan) =>
        Count(kind, plan.Refusal is not null ? "refused" : plan.Changes.Any(change => change.IsImmediate) ? "done" : "unchanged");

    internal void Failed(RotationKind kind) => Count(kind, "failed");

    internal void Promotion(string result) => _promotions.Add(1, new KeyValuePair<string, object?>("result", result));

    private void Count(RotationKind kind, string result) =>
        _rotations.Add(1, new KeyValuePair<string, object?>("kind", NameOf(kind)), new KeyValuePair<string, object?>("result", result));

    private IEnumerable<Measurement<double>> OldestAges()
    {
        var now = _time.GetUtcNow();
        return
        [
            .. from record in _keyRings.Primaries
               where record.Line != KeyLine.Audit && record.CreatedAt is not null && _tenants.IsAlive(record.Tenant)
               group now - record.CreatedAt.GetValueOrDefault() by record.Line into ages
               select new Measurement<double>(Math.Max(0, ages.Max().TotalSeconds), new KeyValuePair<string, object?>("line", ages.Key == KeyLine.Data ? "data" : "lookup")),
        ];
    }

    private static string NameOf(RotationKind kind) => kind switch
    {
        RotationKind.Data => "data",
        RotationKind.Kek => "kek",
        RotationKind.Lookup => "lookup",
        RotationKind.FinishLookup => "finish_lookup",
        RotationKind.Disable => "disable",
        RotationKind.Enable => "enable",
        RotationKind.Compromise => "compromise",
        _ => throw new UnreachableException($"The kind {kind} has no name."),
    };
}
