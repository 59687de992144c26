using System.Diagnostics.Metrics;
using TenantGateway.Core.Access;
using TenantGateway.Core.Counting;
using TenantGateway.Core.Coverage;
using TenantGateway.Core.Protection;
using TenantGateway.Core.Protection.Policies;

namespace TenantGateway.Protection;

/// <summary>Counts what happened to fields: meter <c>TenantGateway</c>. No tenant, actor or value is an attribute.</summary>
internal sealed class ProtectionMetrics
{
    private readonly SeriesCounter _units;
    private readonly SeriesCounter _bodies;
    private readonly SeriesCounter _protected;
    private readonly SeriesCounter _given;
    private readonly Counter<long> _foreign;
    private readonly Counter<long> _damaged;
    private readonly Counter<long> _clearAtRest;
    private readonly Counter<long> _found;
    private readonly Counter<long> _unverified;
    private readonly Counter<long> _rejected;
    private readonly Counter<long> _observedFields;
    private readonly Counter<long> _observedRefusals;

    private readonly ICoverage? _coverage;

    /// <param name="meters">Where its meter comes from.</param>
    /// <param name="coverage">Keeps the same counts for days; null for nobody.</param>
    public ProtectionMetrics(IMeterFactory meters, ICoverage? coverage = null)
    {
        _coverage = coverage;
        var meter = meters.Create("TenantGateway");
        _units = new SeriesCounter(meter, "tenantgateway.units.inspected", "{unit}", "Bodies and queries inspected, by route.", "route");
        _bodies = new SeriesCounter(meter, "tenantgateway.bodies", "{body}", "Bodies by route, direction and treatment: inspected, observed, opaque, refused, none.", "route", "direction", "treatment");
        _protected = new SeriesCounter(meter, "tenantgateway.fields.protected", "{field}", "Values replaced by stored tokens, by route.", "route");
        _given = new SeriesCounter(meter, "tenantgateway.fields.given", "{field}", "Values rendered for callers, by route, class and form.", "route", "class", "form");
        _foreign = meter.CreateCounter<long>("tenantgateway.tokens.foreign", "{token}", "Stored tokens of another tenant met, by route.");
        _damaged = meter.CreateCounter<long>("tenantgateway.tokens.damaged", "{token}", "Stored tokens that do not open, by route.");
        _clearAtRest = meter.CreateCounter<long>("tenantgateway.fields.clear_at_rest", "{field}", "Clear values met where tokens belong, by route.");
        _found = meter.CreateCounter<long>("tenantgateway.fields.found", "{field}", "Values found in texts, or where no rule names any, by route and class.");
        _unverified = meter.CreateCounter<long>("tenantgateway.fields.unverified", "{field}", "Dates and phone numbers given back out of shapes, which nothing authenticates, by route.");
        _rejected = meter.CreateCounter<long>("tenantgateway.policies.rejected", "{change}", "Policy changes that took no effect.");
        _observedFields = meter.CreateCounter<long>("tenantgateway.observed.fields", "{field}", "Clear values that passed where a policy observes, by route, direction and class.");
        _observedRefusals = meter.CreateCounter<long>("tenantgateway.observed.refusals", "{unit}", "Bodies and queries that passed where a policy observes and would have been refused, by route, direction and reason.");
        meter.CreateObservableGauge("tenantgateway.policies.observing", () => PoliciesObserving, "{policy}", "Policies in force that only observe: what goes through them is not protected.");
        meter.CreateObservableGauge("tenantgateway.policies.valid", () => PoliciesValid ? 1 : 0, description: "1 while the policy files are the ones in force.");
    }

    public bool PoliciesValid { get; set; }

    /// <summary>How many of those in force only observe.</summary>
    public int PoliciesObserving { get; set; }

    public void PolicyRejected() => _rejected.Add(1);

    public void CountBody(string route, OpaqueDirection direction, BodyTreatment treatment)
    {
        _bodies.Add(1, route, WordOf(direction), WordOf(treatment));
        _coverage?.Count(route, CoverageKind.Body, WordOf(direction), WordOf(treatment), 1);
    }

    public void CountObserved(string route, OpaqueDirection direction, Observation observation)
    {
        var tag = new KeyValuePair<string, object?>("route", route);
        _units.Add(1, route);
        foreach (var count in observation.Clear)
        {
            _observedFields.Add(count.Count, tag, new("direction", WordOf(direction)), new("class", count.Class.Value));
            _coverage?.Count(route, CoverageKind.Observed, WordOf(direction), count.Class.Value, count.Count);
        }

        CountTokens(route, tag, 0, observation.DamagedTokens);
        if (observation.Refused is { } reason) CountObservedRefusal(route, direction, reason);
    }

    public void CountObservedRefusal(string route, OpaqueDirection direction, Reason reason)
    {
        _observedRefusals.Add(1, new("route", route), new("direction", WordOf(direction)), new("reason", reason.Code));
        _coverage?.Count(route, CoverageKind.WouldRefuse, WordOf(direction), reason.Code, 1);
    }

    public void CountForeign(string route, int tokens) => CountTokens(route, new("route", route), tokens, 0);

    /// <summary>Looks at a unit that was taken for values that no rule names: at a few a second, as that is dear.</summary>
    public void SampleUnlisted(string route, UnitPlan plan, ReadOnlySpan<byte> unit)
    {
        if (_coverage?.Samples(route, plan.FromCaller, plan.Carrier, unit.Length) == true) TellUnlisted(_coverage, route, plan, unit);
    }

    // Apart, because whatever it captures is allocated when it is entered.
    private static void TellUnlisted(ICoverage coverage, string route, UnitPlan plan, ReadOnlySpan<byte> unit) => plan.Carrier.TellUnlisted(unit, path => coverage.CountPath(route, path));

    private void CountTokens(string route, KeyValuePair<string, object?> tag, int foreign, int damaged)
    {
        if (foreign > 0)
        {
            _foreign.Add(foreign, tag);
            _coverage?.Count(route, CoverageKind.ForeignToken, "", "", foreign);
        }

        if (damaged > 0)
        {
            _damaged.Add(damaged, tag);
            _coverage?.Count(route, CoverageKind.DamagedToken, "", "", damaged);
        }
    }

    private static string WordOf(OpaqueDirection direction) => direction == OpaqueDirection.Request ? "request" : "response";

    private static string WordOf(BodyTreatment treatment) => treatment switch
    {
        BodyTreatment.None => "none",
        BodyTreatment.Inspected => "inspected",
        BodyTreatment.Observed => "observed",
        BodyTreatment.Opaque => "opaque",
        _ => "refused",
    };

    public void Count(string route, Disclosure disclosure)
    {
        var tag = new KeyValuePair<string, object?>("route", route);
        _units.Add(1, route);
        CountTokens(route, tag, disclosure.ForeignTokens, disclosure.DamagedTokens);
        if (disclosure.Protected > 0) _protected.Add(disclosure.Protected, route);
        if (disclosure.Unverified > 0) _unverified.Add(disclosure.Unverified, tag);
        foreach (ref readonly var stored in disclosure.ProtectedByClass) _coverage?.Count(route, CoverageKind.Protected, stored.Class.Value, "", stored.Count);
        if (disclosure.ClearAtRest > 0)
        {
            _clearAtRest.Add(disclosure.ClearAtRest, tag);
            _coverage?.Count(route, CoverageKind.ClearAtRest, "", "", disclosure.ClearAtRest);
        }

        foreach (ref readonly var found in disclosure.Found)
        {
            _found.Add(found.Count, tag, new("class", found.Class.Value));
            _coverage?.Count(route, CoverageKind.Found, found.Class.Value, "", found.Count);
        }

        foreach (ref readonly var given in disclosure.Given)
        {
            _given.Add(given.Count, route, given.Class.Value, NameOf(given.Form));
            _coverage?.Count(route, CoverageKind.Given, given.Class.Value, WordOf(given.Form), given.Count);
        }
    }

    private static string WordOf(Form form) => form switch
    {
        Form.Clear => "clear",
        Form.Mask => "mask",
        Form.Handle => "handle",
        _ => "remove",
    };

    // As the metric has them; the name that an enumeration makes of itself is a new object each time.
    private static string NameOf(Form form) => form switch
    {
        Form.Clear => nameof(Form.Clear),
        Form.Mask => nameof(Form.Mask),
        Form.Handle => nameof(Form.Handle),
        _ => nameof(Form.Remove),
    };
}
