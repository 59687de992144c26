using System.ComponentModel.DataAnnotations;
using TenantGateway.Core.Quotas;

namespace TenantGateway.Quotas;

/// <summary>
/// What each tenant may use: section <c>Gateway:Quotas</c>. Of the whole deployment where its processes share a Redis, of a part of it where
/// <see cref="Replicas"/> says of how many, else of each process.
/// </summary>
internal sealed class QuotasOptions
{
    public const string Section = "Gateway:Quotas";

    /// <summary>Requests a second that a tenant may keep up; 0.1 to 1,000,000, default 1000.</summary>
    [Range(0.1, 1_000_000.0)]
    public double RequestsPerSecond { get; set; } = 1_000;

    /// <summary>Requests that may come at once after a rest; 1 to 1,000,000, default 2000: two seconds of the default rate.</summary>
    [Range(1, 1_000_000)]
    public int Burst { get; set; } = 2_000;

    /// <summary>
    /// Requests and streams of a tenant that may be under way at once; 1 to 100,000, default 256: what the default rate needs where an answer takes a
    /// quarter of a second.
    /// </summary>
    [Range(1, 100_000)]
    public int ConcurrentRequests { get; set; } = 256;

    /// <summary>
    /// How many processes take traffic at most; 1 to 1000. What one of them grants by itself, while it cannot ask the others, is one of so many parts.
    /// Required where there is a Redis, else 1.
    /// </summary>
    [Range(1, QuotaSplit.MostParts)]
    public int? Replicas { get; set; }

    /// <summary>What each route whose callers have no token may use of each tenant, beside what its people and services may.</summary>
    public OpenQuotaOptions WithoutToken { get; set; } = new();

    /// <summary>What differs for single tenants, by tenant id. An id need not exist yet.</summary>
    public Dictionary<string, TenantQuotaOptions> Tenants { get; set; } = new(StringComparer.Ordinal);
}

/// <summary>Section <c>Gateway:Quotas:WithoutToken</c>: of one route and one tenant. Kept by each process, which has one part of <see cref="QuotasOptions.Replicas"/>.</summary>
internal sealed class OpenQuotaOptions
{
    /// <summary>As <see cref="QuotasOptions.RequestsPerSecond"/>; default 50.</summary>
    [Range(0.1, 1_000_000.0)]
    public double RequestsPerSecond { get; set; } = 50;

    /// <summary>As <see cref="QuotasOptions.Burst"/>; default 100.</summary>
    [Range(1, 1_000_000)]
    public int Burst { get; set; } = 100;

    /// <summary>As <see cref="QuotasOptions.ConcurrentRequests"/>; default 16.</summary>
    [Range(1, 100_000)]
    public int ConcurrentRequests { get; set; } = 16;
}
