using TenantGateway.Core.Access;
using TenantGateway.Core.Quotas;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Quotas;

/// <summary>
/// What one tenant uses. Where its quota is shared, a request takes of the lease, and of a meter that this process never exceeds whatever it was given. What it may use
/// can change meanwhile: what is under way stays counted, and for its rate the tenant is rested.
/// </summary>
internal sealed class TenantQuota(Tenant tenant, TenantLimits limits, LeaseBook book)
{
    private static readonly RateLimit OnceAMinute = new(1.0 / 60, 1);
    // When a request will end nobody knows.
    private static readonly TimeSpan NoTelling = TimeSpan.FromSeconds(1);

    private readonly TenantId _tenant = tenant.Id;
    private readonly ConcurrencyMeter _concurrency = new();
    private readonly RateMeter _reports = new();
    private volatile Terms _terms = new(tenant.Id, limits, tenant.Quotas, book);

    /// <summary>The share of its requests at once that it has under way: 0 to 1, and more where it may have fewer now than when they began.</summary>
    public double Busy => (double)_concurrency.Taken / _terms.Slots;

    /// <summary>Goes by what the tenant may use now.</summary>
    public void Follow(Tenant tenant, ITenantLimits now)
    {
        // By reference: one definition holds one object until the tenants are read again.
        if (ReferenceEquals(_terms.Source, tenant.Quotas)) return;
        var current = now.Of(tenant);
        _terms = current == _terms.Limits ? _terms with { Source = tenant.Quotas } : new Terms(_tenant, current, tenant.Quotas, book);
    }

    /// <summary>Begins a request, or says why not. What is begun is ended by <see cref="End"/>, whatever becomes of it.</summary>
    public Refusal? TryBegin(TimeSpan now)
    {
        var terms = _terms;
        if (terms.Lease is { } lease && !lease.TryTake()) return terms.RateRefusal.After(lease.Wait);
        var decision = terms.Rate.Take(terms.RateLimit, now);
        if (!decision.Allowed)
        {
            terms.Lease?.GiveBack();
            return terms.RateRefusal.After(decision.RetryAfter);
        }

        return _concurrency.TryTake(terms.Slots) ? null : terms.ConcurrencyRefusal.After(NoTelling);
    }

    public void Shrink() => _terms.Lease?.Shrink();

    public void End() => _concurrency.Release();

    /// <summary>True once a minute.</summary>
    public bool IsReportDue(TimeSpan now) => _reports.Take(OnceAMinute, now).Allowed;

    private sealed record Terms(TenantId Tenant, TenantLimits Limits, QuotaOverrides Source, LeaseBook Book)
    {
        public TenantLease? Lease { get; } = Book.IsShared ? new TenantLease(Tenant, Limits.Rate, Book) : null;

        public RateLimit RateLimit { get; } = Book.IsShared ? Limits.Rate : QuotaSplit.Part(Limits.Rate, Book.Parts);

        // A meter of its own: what is owed at one rate would be owed for ever at another.
        public RateMeter Rate { get; } = new();

        public QuotaRefusal RateRefusal { get; } = QuotaRefusal.OfRate(Limits.Rate);

        public QuotaRefusal ConcurrencyRefusal { get; } = QuotaRefusal.OfConcurrency(Limits.ConcurrentRequests);

        public int Slots => QuotaSplit.Slots(Limits.ConcurrentRequests, Book.Parts);
    }
}
