using System.Diagnostics;

namespace TenantGateway.Telemetry.Traces;

/// <summary>
/// W3C Trace Context to services. Of what a caller sends only the ids count: <c>tracestate</c> and W3C Baggage could be filled with anything, and would
/// travel with every request and trace (Trace Context section 3.3.1.5 lets a boundary drop the state).
/// </summary>
internal sealed class TraceContextPropagator : DistributedContextPropagator
{
    private const string TraceParent = "traceparent";
    private const string TraceState = "tracestate";

    private readonly DistributedContextPropagator _w3c = CreateW3CPropagator();

    public override IReadOnlyCollection<string> Fields { get; } = [TraceParent, TraceState];

    public override void Inject(Activity? activity, object? carrier, PropagatorSetterCallback? setter)
    {
        if (setter is null || activity is not { IdFormat: ActivityIdFormat.W3C, Id: { } id }) return;
        setter(carrier, TraceParent, id);
        if (activity.TraceStateString is { Length: > 0 } state) setter(carrier, TraceState, state);
    }

    public override void ExtractTraceIdAndState(object? carrier, PropagatorGetterCallback? getter, out string? traceId, out string? traceState)
    {
        _w3c.ExtractTraceIdAndState(carrier, getter, out traceId, out _);
        traceState = null;
    }

    public override IEnumerable<KeyValuePair<string, string?>>? ExtractBaggage(object? carrier, PropagatorGetterCallback? getter) => null;
}
