using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Quotas;

/// <summary>
/// What the tenants use of this process: one state for each that has asked for anything, as many as there are tenants in the directory. Where
/// quotas are to hold over several replicas, what is granted here becomes a share that is leased; the way of a request stays the same.
/// </summary>
internal sealed class TenantQuotas
{
    private readonly ConcurrentDictionary<TenantId, TenantQuota> _quotas = new();
    private readonly QuotasOptions _options;

    public TenantQuotas(IOptions<QuotasOptions> options, QuotasMetrics metrics)
    {
        _options = options.Value;
        metrics.Observe(Busiest);
    }

    public TenantQuota Of(TenantId tenant) =>
        _quotas.GetOrAdd(tenant, static (id, options) => new TenantQuota(TenantLimits.Of(id, options)), _options);

    private double Busiest() => _quotas.Select(quota => quota.Value.Busy).DefaultIfEmpty().Max();
}
