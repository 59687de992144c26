namespace TenantGateway.Core.Tenants;

/// <summary>What one tenant may use that differs from what the settings say; null for what they say.</summary>
/// <param name="RequestsPerSecond">The rate that it may keep up: <see cref="LeastPerSecond"/> to <see cref="MostPerSecond"/>.</param>
/// <param name="Burst">How many requests may come at once after a rest: 1 to <see cref="MostBurst"/>.</param>
/// <param name="ConcurrentRequests">How many requests and streams may be under way at once: 1 to <see cref="MostConcurrent"/>.</param>
public sealed record QuotaOverrides(double? RequestsPerSecond = null, int? Burst = null, int? ConcurrentRequests = null)
{
    public const double LeastPerSecond = 0.1;
    public const double MostPerSecond = 1_000_000;
    public const int MostBurst = 1_000_000;
    public const int MostConcurrent = 100_000;

    public static readonly QuotaOverrides None = new();
}
