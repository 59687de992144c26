using System.Collections.Concurrent;
using TenantGateway.Core.Quotas;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Quotas;

/// <summary>
/// What the tenants use of this process: one state for each that has asked for anything, as many as there are tenants in the directory. Where processes
/// share quotas, each tenant has a lease here.
/// </summary>
internal sealed class TenantQuotas
{
    private readonly ConcurrentDictionary<TenantId, TenantQuota> _quotas = new();
    private readonly ITenantLimits _limits;
    private readonly LeaseBook _book;

    public TenantQuotas(ITenantLimits limits, LeaseBook book, QuotasMetrics metrics)
    {
        (_limits, _book) = (limits, book);
        metrics.Observe(Busiest, () => book.Parts);
    }

    public TenantQuota Of(Tenant tenant)
    {
        if (!_quotas.TryGetValue(tenant.Id, out var quota)) quota = _quotas.GetOrAdd(tenant.Id, new TenantQuota(tenant, _limits.Of(tenant), _book));
        quota.Follow(tenant, _limits);
        return quota;
    }

    /// <summary>Gives up what is held beyond the part that this process has now.</summary>
    public void Shrink()
    {
        foreach (var (_, quota) in _quotas) quota.Shrink();
    }

    private double Busiest() => _quotas.Select(quota => quota.Value.Busy).DefaultIfEmpty().Max();
}
