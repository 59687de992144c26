using System.Diagnostics.Metrics;
using TenantGateway.Core.Access;

namespace TenantGateway.Diagnostics;

/// <summary>Counts refusals by reason code: meter <c>TenantGateway</c>.</summary>
internal sealed class RefusalMetrics
{
    private readonly Counter<long> _refusals;
    private readonly Counter<long> _securityEvents;

    public RefusalMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("TenantGateway");
        _refusals = meter.CreateCounter<long>("tenantgateway.refusals", "{request}", "Requests refused, by reason code.");
        _securityEvents = meter.CreateCounter<long>("tenantgateway.security_events", "{event}", "Refusals that point at an attack on isolation.");
    }

    public void Count(Reason reason)
    {
        var tag = new KeyValuePair<string, object?>("reason", reason.Code);
        _refusals.Add(1, tag);
        if (reason.IsSecurityEvent) _securityEvents.Add(1, tag);
    }
}
