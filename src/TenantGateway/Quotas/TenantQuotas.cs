using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Quotas;

/// <summary>
/// What the tenants use of this process: one state for each that has asked for anything, as many as there are tenants in the directory. Where processes
/// share quotas, each tenant has a lease here.
/// </summary>
internal sealed class TenantQuotas
{
    private readonly ConcurrentDictionary<TenantId, TenantQuota> _quotas = new();
    private readonly QuotasOptions _options;
    private readonly LeaseBook _book;

    public TenantQuotas(IOptions<QuotasOptions> options, LeaseBook book, QuotasMetrics metrics)
    {
        (_options, _book) = (options.Value, book);
        metrics.Observe(Busiest, () => book.Parts);
    }

    public TenantQuota Of(TenantId tenant) =>
        _quotas.GetOrAdd(tenant, static (id, quotas) => new TenantQuota(id, TenantLimits.Of(id, quotas._options), quotas._book), this);

    /// <summary>Gives up what is held beyond the part that this process has now.</summary>
    public void Shrink()
    {
        foreach (var (_, quota) in _quotas) quota.Shrink();
    }

    private double Busiest() => _quotas.Select(quota => quota.Value.Busy).DefaultIfEmpty().Max();
}
