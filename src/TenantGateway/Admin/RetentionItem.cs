using TenantGateway.Core.Audit.Retention;

namespace TenantGateway.Admin;

/// <param name="RecordDays">How long audit records are kept where a tenant has no period of its own, in days.</param>
/// <param name="DetailDays">How long their sealed details are kept.</param>
/// <param name="MinDays">The shortest period of any tenant.</param>
/// <param name="MaxDays">The longest.</param>
/// <param name="Tenants">Those that have periods of their own.</param>
/// <param name="Holds">Whose records are held.</param>
internal sealed record RetentionItem(int RecordDays, int DetailDays, int MinDays, int MaxDays, PeriodItem[] Tenants, AuditHoldItem[] Holds)
{
    public static RetentionItem Of(RetentionOverview overview) => new(
        overview.RecordDays,
        overview.DetailDays,
        overview.MinDays,
        overview.MaxDays,
        [.. overview.Periods.Select(period => new PeriodItem(period.Tenant.Value, period.RecordDays, period.DetailDays, period.Operation))],
        [.. overview.Holds.Select(hold => new AuditHoldItem(hold.Tenant.Value, hold.Since, hold.By.Value))]);
}

/// <param name="Tenant">Whose.</param>
/// <param name="RecordDays">How long its records are kept.</param>
/// <param name="DetailDays">How long their details are.</param>
/// <param name="Operation">The operation that two people decided.</param>
internal sealed record PeriodItem(string Tenant, int RecordDays, int DetailDays, string Operation);

/// <param name="Tenant">Whose records.</param>
/// <param name="Since">When the hold began.</param>
/// <param name="By">The pseudonym of who placed it.</param>
internal sealed record AuditHoldItem(string Tenant, DateTimeOffset Since, string By);
