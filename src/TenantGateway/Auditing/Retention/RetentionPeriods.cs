using System.Globalization;
using Microsoft.Extensions.Options;
using TenantGateway.Core.Audit.Retention;
using TenantGateway.Core.Operations;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Auditing.Retention;

/// <summary>How long whose records are kept. A period of a tenant's own counts only with the operation that two people decided: the row alone could be anybody's.</summary>
internal sealed class RetentionPeriods(IServiceProvider services, IAuditRetentionStore store, IOptions<RetentionOptions> options, ILogger<RetentionPeriods> logger)
{
    internal const string RecordDays = "recordDays";
    internal const string DetailDays = "detailDays";

    private readonly RetentionOptions _default = options.Value;

    /// <summary>The periods that count, by tenant. Who is not among them has the default; null keeps all records of one whose row nobody decided.</summary>
    internal async Task<Dictionary<string, RetentionPeriod?>> ReadAsync(CancellationToken cancellationToken)
    {
        var periods = new Dictionary<string, RetentionPeriod?>(StringComparer.Ordinal);
        foreach (var period in await store.ListPeriodsAsync(cancellationToken))
        {
            var isDecided = await IsDecidedAsync(period, cancellationToken);
            if (!isDecided) Log.PeriodNotDecided(logger, period.Tenant);
            periods[period.Tenant.Value] = isDecided ? Bounded(period) : null;
        }

        return periods;
    }

    internal RetentionPeriod DefaultOf(TenantId tenant) => new(tenant, _default.RecordDays, _default.DetailDays, "", default);

    // The bounds of the deployment may have become tighter since.
    private RetentionPeriod Bounded(RetentionPeriod period)
    {
        var days = Math.Clamp(period.RecordDays, _default.MinDays, _default.MaxDays);
        return period with { RecordDays = days, DetailDays = Math.Min(period.DetailDays, days) };
    }

    private async Task<bool> IsDecidedAsync(RetentionPeriod period, CancellationToken cancellationToken) =>
        services.GetService<IOperations>() is { } operations
        && await operations.FindAsync(period.Operation, cancellationToken) is { Kind: RetentionKind.KindName, DecidedAt: not null, State: OperationState.Running or OperationState.Done } operation
        && operation.Tenant == period.Tenant
        && operation.Parameters.GetValueOrDefault(RecordDays) == period.RecordDays.ToString(CultureInfo.InvariantCulture)
        && operation.Parameters.GetValueOrDefault(DetailDays) == period.DetailDays.ToString(CultureInfo.InvariantCulture);
}
