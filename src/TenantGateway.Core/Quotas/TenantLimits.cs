namespace TenantGateway.Core.Quotas;

/// <summary>What one tenant may use.</summary>
public sealed record TenantLimits(RateLimit Rate, int ConcurrentRequests);
