using System.Diagnostics.Metrics;

namespace TenantGateway.Quotas;

/// <summary>
/// Says how near tenants are to their quotas, without a series for each: who is held back is logged, and how much by reason is counted with all refusals.
/// </summary>
internal sealed class QuotasMetrics
{
    private readonly Counter<long> _refills;
    private volatile Func<double> _busiest = () => 0;
    private volatile Func<int> _parts = () => 1;

    public QuotasMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("TenantGateway");
        meter.CreateObservableGauge("tenantgateway.quotas.busiest", () => _busiest(), "1", "The share of its requests at once that the tenant nearest to its limit has under way.");
        meter.CreateObservableGauge("tenantgateway.quotas.parts", () => _parts(), "{process}", "How many processes share the quotas of tenants, as far as this one knows.");
        _refills = meter.CreateCounter<long>("tenantgateway.quotas.refills", "{refill}", "How often shares of quotas were filled, by result: shared, alone.");
    }

    public void Observe(Func<double> busiest, Func<int> parts) => (_busiest, _parts) = (busiest, parts);

    public void CountRefill(string result) => _refills.Add(1, new KeyValuePair<string, object?>("result", result));
}
