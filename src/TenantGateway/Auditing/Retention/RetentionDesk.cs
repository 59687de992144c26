using Microsoft.Extensions.Options;
using TenantGateway.Core.Audit.Retention;

namespace TenantGateway.Auditing.Retention;

/// <summary>Shows how long records are kept, and holds them.</summary>
internal sealed class RetentionDesk(IAuditRetentionStore store, RetentionPeriods periods, IOptions<RetentionOptions> options) : IAuditRetention
{
    public async ValueTask<RetentionOverview> ReadAsync(CancellationToken cancellationToken)
    {
        var bounds = options.Value;
        var decided = await periods.ReadAsync(cancellationToken);
        return new RetentionOverview(
            bounds.RecordDays, bounds.DetailDays, bounds.MinDays, bounds.MaxDays, [.. decided.Values.OfType<RetentionPeriod>()], [.. await store.ListHoldsAsync(cancellationToken)]);
    }

    public ValueTask<bool> TryHoldAsync(AuditHold hold, CancellationToken cancellationToken) => store.TryHoldAsync(hold, cancellationToken);
}
