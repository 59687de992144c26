namespace TenantGateway.Core.Audit;

/// <summary>Another process has extended a tenant's trail meanwhile: nothing was written, and the rows need new places.</summary>
public sealed class AuditPlaceTakenException(Exception inner) : Exception("Another process has taken a place in the audit trail.", inner);
