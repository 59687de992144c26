using System.Globalization;
using TenantGateway.Core.Access;
using TenantGateway.Core.Quotas;

namespace TenantGateway.Quotas;

/// <summary>
/// The answers to requests beyond one quota: <c>Retry-After</c> (RFC 9110 section 10.2.3), and what was exceeded as
/// draft-ietf-httpapi-ratelimit-headers-10 has it.
/// </summary>
internal sealed class QuotaRefusal
{
    private readonly Reason _reason;
    private readonly string _policyName;
    private readonly string _policy;
    private readonly Refusal _afterOneSecond;

    private QuotaRefusal(Reason reason, string policyName, string parameters)
    {
        (_reason, _policyName, _policy) = (reason, policyName, $"\"{policyName}\";{parameters}");
        // What nearly all are told, made once: whoever floods must not cost memory.
        _afterOneSecond = Make(1);
    }

    /// <summary>
    /// The quota is stated over the fewest whole seconds in which the burst is earned, so that <c>q</c> over <c>w</c> is the rate that may be kept up.
    /// </summary>
    public static QuotaRefusal OfRate(RateLimit limit)
    {
        var window = Math.Max(1, Math.Ceiling(limit.Burst / limit.PerSecond));
        // The smallest part keeps what is a whole number from falling short of itself.
        var quota = Math.Floor((limit.PerSecond * window) + 1e-6);
        return new QuotaRefusal(Reasons.TenantRateLimited, "tenant", string.Create(CultureInfo.InvariantCulture, $"q={quota:F0};w={window:F0}"));
    }

    public static QuotaRefusal OfConcurrency(int limit) =>
        new(Reasons.TenantConcurrencyLimited, "tenant-concurrency", string.Create(CultureInfo.InvariantCulture, $"q={limit};qu=\"concurrent-requests\""));

    /// <param name="wait">The time after which there may be room; whole seconds of it are told, at least one.</param>
    public Refusal After(TimeSpan wait)
    {
        var seconds = (long)Math.Ceiling(wait.TotalSeconds);
        return seconds <= 1 ? _afterOneSecond : Make(seconds);
    }

    private Refusal Make(long seconds)
    {
        var delay = seconds.ToString(CultureInfo.InvariantCulture);
        return new Refusal(_reason)
        {
            Headers = [new("Retry-After", delay), new("RateLimit-Policy", _policy), new("RateLimit", $"\"{_policyName}\";r=0;t={delay}")],
        };
    }
}
