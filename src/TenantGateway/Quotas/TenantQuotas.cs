using System.Collections.Concurrent;
using TenantGateway.Core.Quotas;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Quotas;

/// <summary>
/// What the tenants use of this process: one state for each that has asked for anything, as many as there are tenants in the directory. Where
/// quotas are to hold over several replicas, what is granted here becomes a share that is leased; the way of a request stays the same.
/// </summary>
internal sealed class TenantQuotas
{
    private readonly ConcurrentDictionary<TenantId, TenantQuota> _quotas = new();
    private readonly ITenantLimits _limits;

    public TenantQuotas(ITenantLimits limits, QuotasMetrics metrics)
    {
        _limits = limits;
        metrics.Observe(Busiest);
    }

    public TenantQuota Of(Tenant tenant)
    {
        if (!_quotas.TryGetValue(tenant.Id, out var quota)) quota = _quotas.GetOrAdd(tenant.Id, new TenantQuota(_limits.Of(tenant), tenant.Quotas));
        quota.Follow(tenant, _limits);
        return quota;
    }

    private double Busiest() => _quotas.Select(quota => quota.Value.Busy).DefaultIfEmpty().Max();
}
