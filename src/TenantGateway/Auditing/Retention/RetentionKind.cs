using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Extensions.Options;
using TenantGateway.Core.Access;
using TenantGateway.Core.Audit;
using TenantGateway.Core.Audit.Retention;
using TenantGateway.Core.Operations;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Auditing.Retention;

/// <summary><c>audit.retention</c>: how long a tenant's records are kept. A shorter period destroys evidence, so it takes two people.</summary>
internal sealed class RetentionKind(IAuditRetentionStore store, IAuditTrail audit, IOptions<RetentionOptions> options, TimeProvider time) : IOperationKind
{
    internal const string KindName = "audit.retention";

    public string Name => KindName;

    public ImmutableArray<string> Roles { get; } = [AdminRoles.TenantAdmin, AdminRoles.KeyAdmin];

    public TimeSpan MaxLoginAge => TimeSpan.FromMinutes(5);

    public ValueTask<OperationPlan> PlanAsync(TenantId tenant, ImmutableSortedDictionary<string, string> parameters, CancellationToken cancellationToken)
    {
        if (!TryRead(parameters, out var recordDays, out var detailDays) || !options.Value.Allows(recordDays, detailDays)) return ValueTask.FromResult(new OperationPlan([], Reasons.InvalidDefinition));
        return ValueTask.FromResult(new OperationPlan(
        [
            string.Create(CultureInfo.InvariantCulture, $"Audit records of {tenant} are kept for {recordDays} days, also those that are there already; older ones are pruned for good."),
            string.Create(CultureInfo.InvariantCulture, $"Their sealed details are kept for {detailDays} days."),
        ]));
    }

    public async ValueTask<OperationResult> RunAsync(Operation operation, CancellationToken cancellationToken)
    {
        if (!TryRead(operation.Parameters, out var recordDays, out var detailDays)) return new OperationResult(Reasons.InvalidDefinition);
        await store.SetPeriodAsync(new RetentionPeriod(operation.Tenant, recordDays, detailDays, operation.Id, time.GetUtcNow()), cancellationToken);
        await audit.CommitAsync(new AuditEntry { Event = AuditEvent.RetentionChanged, Tenant = TenantId.Operator, Outcome = AuditOutcomes.Ok, Actor = operation.DecidedBy, Operation = operation.Id, Subject = operation.Tenant.Value }, CancellationToken.None);
        return OperationResult.Done;
    }

    private static bool TryRead(ImmutableSortedDictionary<string, string> parameters, out int recordDays, out int detailDays)
    {
        detailDays = 0;
        return TryRead(parameters, RetentionPeriods.RecordDays, out recordDays) && TryRead(parameters, RetentionPeriods.DetailDays, out detailDays) && parameters.Count == 2;
    }

    // In the one spelling that is compared later.
    private static bool TryRead(ImmutableSortedDictionary<string, string> parameters, string name, out int days)
    {
        days = 0;
        return parameters.TryGetValue(name, out var text) && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out days) && days.ToString(CultureInfo.InvariantCulture) == text;
    }
}
