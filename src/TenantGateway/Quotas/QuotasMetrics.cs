using System.Diagnostics.Metrics;

namespace TenantGateway.Quotas;

/// <summary>
/// Says how near tenants are to their quotas, without a series for each: who is held back is logged, and how much by reason is counted with all refusals.
/// </summary>
internal sealed class QuotasMetrics(IMeterFactory meters)
{
    private readonly Meter _meter = meters.Create("TenantGateway");

    public void Observe(Func<double> busiest) =>
        _meter.CreateObservableGauge("tenantgateway.quotas.busiest", busiest, "1", "The share of its requests at once that the tenant nearest to its limit has under way.");
}
