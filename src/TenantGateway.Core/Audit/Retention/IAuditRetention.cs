using System.Collections.Immutable;

namespace TenantGateway.Core.Audit.Retention;

/// <summary>How long audit records are kept, as the admin plane sees it.</summary>
public interface IAuditRetention
{
    ValueTask<RetentionOverview> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Keeps a tenant's records from being pruned.</summary>
    /// <returns>False where they are held already.</returns>
    ValueTask<bool> TryHoldAsync(AuditHold hold, CancellationToken cancellationToken);
}

/// <param name="RecordDays">How long records are kept where a tenant has no period of its own.</param>
/// <param name="DetailDays">How long their sealed details are.</param>
/// <param name="MinDays">The shortest period of any tenant.</param>
/// <param name="MaxDays">The longest.</param>
/// <param name="Periods">Those of tenants of their own, as they were decided; one that nobody decided is not among them, and nothing of that tenant is pruned.</param>
/// <param name="Holds">What keeps records.</param>
public sealed record RetentionOverview(int RecordDays, int DetailDays, int MinDays, int MaxDays, ImmutableArray<RetentionPeriod> Periods, ImmutableArray<AuditHold> Holds);
