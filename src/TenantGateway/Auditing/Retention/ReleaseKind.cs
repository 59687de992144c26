using System.Collections.Immutable;
using System.Globalization;
using TenantGateway.Core.Access;
using TenantGateway.Core.Audit;
using TenantGateway.Core.Audit.Retention;
using TenantGateway.Core.Operations;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Auditing.Retention;

/// <summary><c>audit.release</c>: the hold of a tenant's records ends, and what is due is pruned.</summary>
internal sealed class ReleaseKind(IAuditRetentionStore store, IAuditTrail audit) : IOperationKind
{
    public string Name => "audit.release";

    public ImmutableArray<string> Roles { get; } = [AdminRoles.TenantAdmin, AdminRoles.KeyAdmin];

    public TimeSpan MaxLoginAge => TimeSpan.FromMinutes(5);

    public async ValueTask<OperationPlan> PlanAsync(TenantId tenant, ImmutableSortedDictionary<string, string> parameters, CancellationToken cancellationToken)
    {
        if (parameters.Count > 0) return new OperationPlan([], Reasons.InvalidDefinition);
        if (await FindAsync(tenant, cancellationToken) is not { } hold) return new OperationPlan([], Reasons.TenantStateConflict);
        return new OperationPlan([string.Create(CultureInfo.InvariantCulture, $"The hold of {tenant}'s audit records that began at {hold.Since:u} ends; those whose retention is over are pruned for good.")]);
    }

    public async ValueTask<OperationResult> RunAsync(Operation operation, CancellationToken cancellationToken)
    {
        // The hold of the plan and no later one: the plan, which names its begin, was computed again right before.
        if (await FindAsync(operation.Tenant, cancellationToken) is { } hold && hold.Since < operation.DecidedAt && !await store.TryLiftAsync(hold, cancellationToken)) return new OperationResult(Reasons.TenantStateConflict);
        await audit.CommitAsync(new AuditEntry { Event = AuditEvent.AuditReleased, Tenant = TenantId.Operator, Outcome = AuditOutcomes.Ok, Actor = operation.DecidedBy, Operation = operation.Id, Subject = operation.Tenant.Value }, CancellationToken.None);
        return OperationResult.Done;
    }

    private async Task<AuditHold?> FindAsync(TenantId tenant, CancellationToken cancellationToken) => (await store.ListHoldsAsync(cancellationToken)).FirstOrDefault(hold => hold.Tenant == tenant);
}
