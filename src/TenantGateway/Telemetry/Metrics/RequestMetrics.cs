using System.Diagnostics.Metrics;
using TenantGateway.Core.Counting;

namespace TenantGateway.Telemetry.Metrics;

/// <summary>Counts requests by whose they were and how they ended.</summary>
internal sealed class RequestMetrics(IMeterFactory meters)
{
    private readonly SeriesCounter _requests = new(
        meters.Create(MetricViews.OwnMeter), "tenantgateway.requests", "{request}", "Requests, by tenant (where it is known), route (where one was found) and outcome.", "tenant", "route", "outcome");

    /// <param name="tenant">A bounded label; null where nobody proved to belong to one.</param>
    /// <param name="route">The configured name of the route; null where none was found.</param>
    /// <param name="outcome">One of a few words.</param>
    public void Count(string? tenant, string? route, string outcome) => _requests.Add(1, tenant ?? "", route ?? "", outcome);
}
