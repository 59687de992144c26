using TenantGateway.Core.Access;
using TenantGateway.Core.Quotas;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Quotas;

/// <summary>What one tenant uses. What it may use can change meanwhile: what is under way stays counted, and for its rate the tenant is rested.</summary>
internal sealed class TenantQuota(TenantLimits limits, QuotaOverrides source)
{
    private static readonly RateLimit OnceAMinute = new(1.0 / 60, 1);
    // When a request will end nobody knows.
    private static readonly TimeSpan NoTelling = TimeSpan.FromSeconds(1);

    private readonly ConcurrencyMeter _concurrency = new();
    private readonly RateMeter _reports = new();
    private volatile Terms _terms = Terms.Of(limits, source);

    /// <summary>The share of its requests at once that it has under way: 0 to 1, and more where it may have fewer now than when they began.</summary>
    public double Busy => (double)_concurrency.Taken / _terms.Limits.ConcurrentRequests;

    /// <summary>Goes by what the tenant may use now.</summary>
    public void Follow(Tenant tenant, ITenantLimits now)
    {
        // By reference: one definition holds one object until the tenants are read again.
        if (ReferenceEquals(_terms.Source, tenant.Quotas)) return;
        var current = now.Of(tenant);
        _terms = current == _terms.Limits ? _terms with { Source = tenant.Quotas } : Terms.Of(current, tenant.Quotas);
    }

    /// <summary>Begins a request, or says why not. What is begun is ended by <see cref="End"/>, whatever becomes of it.</summary>
    public Refusal? TryBegin(TimeSpan now)
    {
        var terms = _terms;
        var decision = terms.Rate.Take(terms.Limits.Rate, now);
        if (!decision.Allowed) return terms.RateRefusal.After(decision.RetryAfter);
        return _concurrency.TryTake(terms.Limits.ConcurrentRequests) ? null : terms.ConcurrencyRefusal.After(NoTelling);
    }

    public void End() => _concurrency.Release();

    /// <summary>True once a minute.</summary>
    public bool IsReportDue(TimeSpan now) => _reports.Take(OnceAMinute, now).Allowed;

    // A meter of its own: what is owed at one rate would be owed for ever at another.
    private sealed record Terms(TenantLimits Limits, QuotaOverrides Source, RateMeter Rate, QuotaRefusal RateRefusal, QuotaRefusal ConcurrencyRefusal)
    {
        public static Terms Of(TenantLimits limits, QuotaOverrides source) =>
            new(limits, source, new RateMeter(), QuotaRefusal.OfRate(limits.Rate), QuotaRefusal.OfConcurrency(limits.ConcurrentRequests));
    }
}
