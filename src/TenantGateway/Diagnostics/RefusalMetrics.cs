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

    /// <summary>Counts a refusal under the reason that the caller is told.</summary>
    public void Count(Reason reason) => _refusals.Add(1, Tag(reason));

    /// <summary>Counts the reason if it is a security event, also one that cannot be recorded and is answered with another reason.</summary>
    public void CountSecurityEvent(Reason reason)
    {
        if (reason.IsSecurityEvent) _securityEvents.Add(1, Tag(reason));
    }

    private static KeyValuePair<string, object?> Tag(Reason reason) => new("reason", reason.Code);
}
