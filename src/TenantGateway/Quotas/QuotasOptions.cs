namespace TenantGateway.Quotas;

/// <summary>
/// What each tenant may use of this process: section <c>Gateway:Quotas</c>. Each process counts by itself, so that of several replicas each grants
/// as much.
/// </summary>
internal sealed class QuotasOptions
{
    public const string Section = "Gateway:Quotas";

    /// <summary>Requests a second that a tenant may keep up; 0.1 to 1,000,000, default 1000.</summary>
    public double RequestsPerSecond { get; set; } = 1_000;

    /// <summary>Requests that may come at once after a rest; 1 to 1,000,000, default 2000: two seconds of the default rate.</summary>
    public int Burst { get; set; } = 2_000;

    /// <summary>
    /// Requests and streams of a tenant that may be under way at once; 1 to 100,000, default 256: what the default rate needs where an answer takes a
    /// quarter of a second.
    /// </summary>
    public int ConcurrentRequests { get; set; } = 256;

    /// <summary>What differs for single tenants, by tenant id. An id need not exist yet.</summary>
    public Dictionary<string, TenantQuotaOptions> Tenants { get; set; } = new(StringComparer.Ordinal);
}
