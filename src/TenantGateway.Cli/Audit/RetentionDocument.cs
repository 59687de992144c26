namespace TenantGateway.Cli.Audit;

/// <summary>How long audit records are kept, as the admin plane answers it.</summary>
internal sealed record RetentionDocument(int RecordDays, int DetailDays, int MinDays, int MaxDays, PeriodDocument[] Tenants, AuditHoldDocument[] Holds);

internal sealed record PeriodDocument(string Tenant, int RecordDays, int DetailDays, string Operation);

internal sealed record AuditHoldDocument(string Tenant, DateTimeOffset Since, string By);
