namespace TenantGateway.Quotas;

/// <summary>What differs for one tenant: section <c>Gateway:Quotas:Tenants:ID</c>. What is left out is as for every tenant.</summary>
internal sealed class TenantQuotaOptions
{
    /// <summary>As <see cref="QuotasOptions.RequestsPerSecond"/>.</summary>
    public double? RequestsPerSecond { get; set; }

    /// <summary>As <see cref="QuotasOptions.Burst"/>.</summary>
    public int? Burst { get; set; }

    /// <summary>As <see cref="QuotasOptions.ConcurrentRequests"/>.</summary>
    public int? ConcurrentRequests { get; set; }
}
