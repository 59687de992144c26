using System.Diagnostics;
using OpenTelemetry;

namespace TenantGateway.Telemetry.Traces;

/// <summary>
/// The last step before the exporter: strips spans of all that is not on the list, whoever put it there. The HTTP client's spans arrive with whole
/// URLs, and callers' trace states with whatever they wrote into them. Events and links cannot be taken from a span: one that has any, such as an
/// exception with its message, does not leave the process.
/// </summary>
internal sealed class SpanAllowList : BaseProcessor<Activity>
{
    public override void OnEnd(Activity data)
    {
        if (data.EnumerateEvents().MoveNext() || data.EnumerateLinks().MoveNext())
        {
            // What is not recorded is not exported.
            data.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
            return;
        }

        StripAttributes(data);
        data.SetStatus(data.Status);
        // Not null: a span without a trace state shows that of its parent.
        data.TraceStateString = "";
        data.DisplayName = NameOf(data);
    }

    private static void StripAttributes(Activity span)
    {
        List<string>? strange = null;
        foreach (ref readonly var attribute in span.EnumerateTagObjects())
        {
            if (!SpanAttributes.Allowed.Contains(attribute.Key)) (strange ??= []).Add(attribute.Key);
        }

        foreach (var key in strange ?? []) span.SetTag(key, null);
    }

    // OpenTelemetry semantic conventions, HTTP spans: the method and the route's template; HTTP for a method that is not of the standard.
    private static string NameOf(Activity span)
    {
        var method = span.GetTagItem(SpanAttributes.Method) as string is { } known and not "_OTHER" ? known : "HTTP";
        return span.GetTagItem(SpanAttributes.Route) is string route ? $"{method} {route}" : method;
    }
}
