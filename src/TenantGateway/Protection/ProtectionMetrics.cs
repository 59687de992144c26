using System.Diagnostics.Metrics;
using TenantGateway.Core.Access;
using TenantGateway.Core.Protection;
using TenantGateway.Core.Protection.Policies;

namespace TenantGateway.Protection;

/// <summary>Counts what happened to fields: meter <c>TenantGateway</c>. No tenant, actor or value is an attribute.</summary>
internal sealed class ProtectionMetrics
{
    private readonly Counter<long> _units;
    private readonly Counter<long> _bodies;
    private readonly Counter<long> _protected;
    private readonly Counter<long> _given;
    private readonly Counter<long> _foreign;
    private readonly Counter<long> _damaged;
    private readonly Counter<long> _clearAtRest;
    private readonly Counter<long> _found;
    private readonly Counter<long> _rejected;
    private readonly Counter<long> _observedFields;
    private readonly Counter<long> _observedRefusals;

    public ProtectionMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("TenantGateway");
        _units = meter.CreateCounter<long>("tenantgateway.units.inspected", "{unit}", "Bodies and queries inspected, by route.");
        _bodies = meter.CreateCounter<long>("tenantgateway.bodies", "{body}", "Bodies by route, direction and treatment: inspected, observed, opaque, refused, none.");
        _protected = meter.CreateCounter<long>("tenantgateway.fields.protected", "{field}", "Values replaced by stored tokens, by route.");
        _given = meter.CreateCounter<long>("tenantgateway.fields.given", "{field}", "Values rendered for callers, by route, class and form.");
        _foreign = meter.CreateCounter<long>("tenantgateway.tokens.foreign", "{token}", "Stored tokens of another tenant met, by route.");
        _damaged = meter.CreateCounter<long>("tenantgateway.tokens.damaged", "{token}", "Stored tokens that do not open, by route.");
        _clearAtRest = meter.CreateCounter<long>("tenantgateway.fields.clear_at_rest", "{field}", "Clear values met where tokens belong, by route.");
        _found = meter.CreateCounter<long>("tenantgateway.fields.found", "{field}", "Values found in texts, or where no rule names any, by route and class.");
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

    public void CountBody(string route, OpaqueDirection direction, BodyTreatment treatment) =>
        _bodies.Add(1, new("route", route), new("direction", WordOf(direction)), new("treatment", WordOf(treatment)));

    public void CountObserved(string route, OpaqueDirection direction, Observation observation)
    {
        var tag = new KeyValuePair<string, object?>("route", route);
        _units.Add(1, tag);
        foreach (var count in observation.Clear) _observedFields.Add(count.Count, tag, new("direction", WordOf(direction)), new("class", count.Class.Value));
        if (observation.DamagedTokens > 0) _damaged.Add(observation.DamagedTokens, tag);
        if (observation.Refused is { } reason) CountObservedRefusal(route, direction, reason);
    }

    public void CountObservedRefusal(string route, OpaqueDirection direction, Reason reason) =>
        _observedRefusals.Add(1, new("route", route), new("direction", WordOf(direction)), new("reason", reason.Code));

    public void CountForeign(string route, int tokens) => _foreign.Add(tokens, new KeyValuePair<string, object?>("route", route));

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
        _units.Add(1, tag);
        if (disclosure.Protected > 0) _protected.Add(disclosure.Protected, tag);
        if (disclosure.ForeignTokens > 0) _foreign.Add(disclosure.ForeignTokens, tag);
        if (disclosure.DamagedTokens > 0) _damaged.Add(disclosure.DamagedTokens, tag);
        if (disclosure.ClearAtRest > 0) _clearAtRest.Add(disclosure.ClearAtRest, tag);
        foreach (ref readonly var found in disclosure.Found) _found.Add(found.Count, tag, new("class", found.Class.Value));
        foreach (var given in disclosure.Counts) _given.Add(given.Count, tag, new("class", given.Class.Value), new("form", given.Form.ToString()));
    }
}
