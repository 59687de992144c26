using System.Collections.Immutable;
using TenantGateway.Core.Access;
using TenantGateway.Core.Audit.Search;
using TenantGateway.Core.Operations;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Auditing.Search;

/// <summary>
/// <c>audit.resolve</c>, with <c>actor</c>: once a second reviewer has approved it, the requester may look at the name behind the pseudonym for an hour. The name is stored
/// nowhere but where it was; it is opened each time, and each time is on record.
/// </summary>
internal sealed class PseudonymResolution(IAuditReview review) : IOperationKind
{
    public string Name => AuditResolution.Kind;

    public ImmutableArray<string> Roles { get; } = [AdminRoles.SecurityReviewer];

    public TimeSpan MaxLoginAge { get; } = TimeSpan.FromMinutes(15);

    public bool TakesOperator => true;

    public async ValueTask<OperationPlan> PlanAsync(TenantId tenant, ImmutableSortedDictionary<string, string> parameters, CancellationToken cancellationToken)
    {
        if (!AuditResolution.TryReadActor(parameters, out var actor)) return new OperationPlan([], Reasons.InvalidDefinition);
        if (await review.ResolveAsync(tenant, actor, cancellationToken) is null) return new OperationPlan([], Reasons.UnknownRecord);
        return new OperationPlan([$"Who requests it may see the name behind {actor} in the log of {tenant}, for an hour after it is approved. Each time is on record."]);
    }

    // It only opens the way; nothing is shown or kept here.
    public ValueTask<OperationResult> RunAsync(Operation operation, CancellationToken cancellationToken) => ValueTask.FromResult(OperationResult.Done);
}
