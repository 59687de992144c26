using System.Diagnostics.Metrics;

namespace TenantGateway.Quotas;

/// <summary>
/// Says how near tenants are to their quotas, without a series for each: who is held back is logged, and how much by reason is counted with all refusals.
/// </summary>
internal sealed class QuotasMetrics
{
    private volatile Func<double> _busiest = () => 0;

    public QuotasMetrics(IMeterFactory meters) => meters.Create("TenantGateway").CreateObservableGauge(
        "tenantgateway.quotas.busiest", () => _busiest(), "1", "The share of its requests at once that the tenant nearest to its limit has under way.");

    public void Observe(Func<double> busiest) => _busiest = busiest;
}
