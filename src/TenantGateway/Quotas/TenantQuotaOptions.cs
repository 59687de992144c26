using System.ComponentModel.DataAnnotations;

namespace TenantGateway.Quotas;

/// <summary>What differs for one tenant: section <c>Gateway:Quotas:Tenants:ID</c>. What is left out is as for every tenant.</summary>
internal sealed class TenantQuotaOptions
{
    /// <summary>As <see cref="QuotasOptions.RequestsPerSecond"/>.</summary>
    [Range(0.1, 1_000_000.0)]
    public double? RequestsPerSecond { get; set; }

    /// <summary>As <see cref="QuotasOptions.Burst"/>.</summary>
    [Range(1, 1_000_000)]
    public int? Burst { get; set; }

    /// <summary>As <see cref="QuotasOptions.ConcurrentRequests"/>.</summary>
    [Range(1, 100_000)]
    public int? ConcurrentRequests { get; set; }
}
