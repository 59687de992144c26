using System.Diagnostics;

namespace TenantGateway.Telemetry.Traces;

/// <summary>
/// W3C Trace Context to services. Of what a caller sends only the ids count: <c>tracestate</c> and W3C Baggage could be filled with anything, and would
/// travel with every request and trace (Trace Context section 3.3.1.5 lets a boundary drop the state).
/// </summary>
internal sealed class TraceContextPropagator : DistributedContextPropagator
{
    private readonly DistributedContextPropagator _w3c = CreateW3CPropagator();

    public override IReadOnlyCollection<string> Fields { get; } = ["traceparent", "tracestate"];

    public override void Inject(Activity? activity, object? carrier, PropagatorSetterCallback? setter)
    {
        if (setter is null) return;
        _w3c.Inject(activity, carrier, (target, name, value) =>
        {
            if (Fields.Contains(name)) setter(target, name, value);
        });
    }

    public override void ExtractTraceIdAndState(object? carrier, PropagatorGetterCallback? getter, out string? traceId, out string? traceState)
    {
        _w3c.ExtractTraceIdAndState(carrier, getter, out traceId, out _);
        traceState = null;
    }

    public override IEnumerable<KeyValuePair<string, string?>>? ExtractBaggage(object? carrier, PropagatorGetterCallback? getter) => null;
}
