using TenantGateway.Core.Access;
using TenantGateway.Core.Quotas;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Quotas;

/// <summary>What one tenant uses. Where its quota is shared, a request takes of the lease, and of a meter that this process never exceeds whatever it was given.</summary>
internal sealed class TenantQuota(TenantId tenant, TenantLimits limits, LeaseBook book)
{
    private static readonly RateLimit OnceAMinute = new(1.0 / 60, 1);
    // When a request will end nobody knows.
    private static readonly TimeSpan NoTelling = TimeSpan.FromSeconds(1);

    private readonly TenantLease? _lease = book.IsShared ? new TenantLease(tenant, limits.Rate, book) : null;
    private readonly RateLimit _rateLimit = book.IsShared ? limits.Rate : QuotaSplit.Part(limits.Rate, book.Parts);
    private readonly RateMeter _rate = new();
    private readonly ConcurrencyMeter _concurrency = new();
    private readonly RateMeter _reports = new();
    private readonly QuotaRefusal _rateRefusal = QuotaRefusal.OfRate(limits.Rate);
    private readonly QuotaRefusal _concurrencyRefusal = QuotaRefusal.OfConcurrency(limits.ConcurrentRequests);

    /// <summary>The share of its requests at once that it has under way: 0 to 1, and more where others came to share since.</summary>
    public double Busy => (double)_concurrency.Taken / Slots;

    private int Slots => QuotaSplit.Slots(limits.ConcurrentRequests, book.Parts);

    /// <summary>Begins a request, or says why not. What is begun is ended by <see cref="End"/>, whatever becomes of it.</summary>
    public Refusal? TryBegin(TimeSpan now)
    {
        if (_lease is not null && !_lease.TryTake()) return _rateRefusal.After(_lease.Wait);
        var decision = _rate.Take(_rateLimit, now);
        if (!decision.Allowed)
        {
            _lease?.GiveBack();
            return _rateRefusal.After(decision.RetryAfter);
        }

        return _concurrency.TryTake(Slots) ? null : _concurrencyRefusal.After(NoTelling);
    }

    public void Shrink() => _lease?.Shrink();

    public void End() => _concurrency.Release();

    /// <summary>True once a minute.</summary>
    public bool IsReportDue(TimeSpan now) => _reports.Take(OnceAMinute, now).Allowed;
}
