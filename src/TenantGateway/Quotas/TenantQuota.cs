using TenantGateway.Core.Access;
using TenantGateway.Core.Quotas;

namespace TenantGateway.Quotas;

/// <summary>What one tenant uses.</summary>
internal sealed class TenantQuota(TenantLimits limits)
{
    private static readonly RateLimit OnceAMinute = new(1.0 / 60, 1);
    // When a request will end nobody knows.
    private static readonly TimeSpan NoTelling = TimeSpan.FromSeconds(1);

    private readonly RateMeter _rate = new();
    private readonly ConcurrencyMeter _concurrency = new();
    private readonly RateMeter _reports = new();
    private readonly QuotaRefusal _rateRefusal = QuotaRefusal.OfRate(limits.Rate);
    private readonly QuotaRefusal _concurrencyRefusal = QuotaRefusal.OfConcurrency(limits.ConcurrentRequests);

    /// <summary>The share of its requests at once that it has under way: 0 to 1.</summary>
    public double Busy => (double)_concurrency.Taken / limits.ConcurrentRequests;

    /// <summary>Begins a request, or says why not. What is begun is ended by <see cref="End"/>, whatever becomes of it.</summary>
    public Refusal? TryBegin(TimeSpan now)
    {
        var decision = _rate.Take(limits.Rate, now);
        if (!decision.Allowed) return _rateRefusal.After(decision.RetryAfter);
        return _concurrency.TryTake(limits.ConcurrentRequests) ? null : _concurrencyRefusal.After(NoTelling);
    }

    public void End() => _concurrency.Release();

    /// <summary>True once a minute.</summary>
    public bool IsReportDue(TimeSpan now) => _reports.Take(OnceAMinute, now).Allowed;
}
