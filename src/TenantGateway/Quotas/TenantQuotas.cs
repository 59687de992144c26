using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using TenantGateway.Core.Quotas;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Quotas;

/// <summary>
/// What the tenants use of this process: one state for each that has asked for anything, as many as there are tenants in the directory. Where processes
/// share quotas, each tenant has a lease here.
/// </summary>
internal sealed class TenantQuotas : IDisposable
{
    private readonly ConcurrentDictionary<TenantId, TenantQuota> _quotas = new();
    private readonly ConcurrentDictionary<(TenantId Tenant, string Route), TenantQuota> _openRoutes = new();
    private readonly ITenantLimits _limits;
    private readonly TenantLimits _openLimits;
    private readonly LeaseBook _book;
    private readonly LeaseBook _ownBook;

    public TenantQuotas(ITenantLimits limits, IOptions<QuotasOptions> options, LeaseBook book, QuotasMetrics metrics)
    {
        (_limits, _book) = (limits, book);
        var open = options.Value.WithoutToken;
        _openLimits = new TenantLimits(new RateLimit(open.RequestsPerSecond, open.Burst), open.ConcurrentRequests);
        // A part for each process: what strangers ask for is not worth asking a pool.
        _ownBook = new LeaseBook(false, options.Value.Replicas ?? 1);
        metrics.Observe(Busiest, () => book.Parts);
    }

    public TenantQuota Of(Tenant tenant)
    {
        if (!_quotas.TryGetValue(tenant.Id, out var quota)) quota = _quotas.GetOrAdd(tenant.Id, new TenantQuota(tenant, _limits.Of(tenant), _book));
        quota.Follow(tenant, _limits);
        return quota;
    }

    /// <summary>Of one route whose callers have no token: as many as there are such routes, for each tenant that is asked for there.</summary>
    public TenantQuota OfOpenRoute(Tenant tenant, string route) =>
        _openRoutes.TryGetValue((tenant.Id, route), out var quota) ? quota : _openRoutes.GetOrAdd((tenant.Id, route), new TenantQuota(tenant, _openLimits, _ownBook));

    public void Dispose() => _ownBook.Dispose();

    /// <summary>Gives up what is held beyond the part that this process has now.</summary>
    public void Shrink()
    {
        foreach (var (_, quota) in _quotas) quota.Shrink();
    }

    private double Busiest() => _quotas.Select(quota => quota.Value.Busy).DefaultIfEmpty().Max();
}
