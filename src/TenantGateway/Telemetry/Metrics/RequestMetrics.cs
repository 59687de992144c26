using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace TenantGateway.Telemetry.Metrics;

/// <summary>Counts requests by whose they were and how they ended.</summary>
internal sealed class RequestMetrics(IMeterFactory meters)
{
    private readonly Counter<long> _requests = meters.Create(MetricViews.OwnMeter).CreateCounter<long>(
        "tenantgateway.requests", "{request}", "Requests, by tenant (where it is known), route (where one was found) and outcome.");

    /// <param name="tenant">A bounded label; null where nobody proved to belong to one.</param>
    /// <param name="route">The configured name of the route; null where none was found.</param>
    /// <param name="outcome">One of a few words.</param>
    public void Count(string? tenant, string? route, string outcome)
    {
        var tags = new TagList { { "outcome", outcome } };
        if (tenant is not null) tags.Add("tenant", tenant);
        if (route is not null) tags.Add("route", route);
        _requests.Add(1, tags);
    }
}
