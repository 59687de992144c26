using System.Collections.Immutable;
using TenantGateway.Core.Access;
using TenantGateway.Core.Audit;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Keys.Rotation;
using TenantGateway.Core.Operations;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Keys.Rotation;

/// <summary>
/// <c>key.compromise</c>, with the key id as <c>generation</c>: marks a generation as compromised and gives the tenant a new one in both lines, in one step.
/// </summary>
internal sealed class CompromiseOperation(IKeyRotations rotations, RotationTrail trail) : IOperationKind
{
    internal const string Parameter = "generation";

    public string Name => "key.compromise";

    public ImmutableArray<string> Roles { get; } = [AdminRoles.KeyAdmin];

    public TimeSpan MaxLoginAge { get; } = TimeSpan.FromMinutes(15);

    public async ValueTask<OperationPlan> PlanAsync(TenantId tenant, ImmutableSortedDictionary<string, string> parameters, CancellationToken cancellationToken)
    {
        if (RequestOf(tenant, parameters) is not { } request) return Refuse(Reasons.UnknownGeneration);
        var plan = await rotations.PlanAsync(request, cancellationToken);
        if (plan.Refusal is { } refusal) return Refuse(refusal);
        // Marked before: the deed is done, and what is requested now would be nothing.
        return plan.Changes.IsEmpty ? Refuse(Reasons.GenerationStateConflict) : new OperationPlan(CompromiseEffects.Of(plan));
    }

    public async ValueTask<OperationResult> RunAsync(Operation operation, CancellationToken cancellationToken)
    {
        if (RequestOf(operation.Tenant, operation.Parameters) is not { } request) return new OperationResult(Reasons.UnknownGeneration);
        RotationPlan? plan = null;
        await trail.RunAsync(AuditEvent.GenerationCompromised, operation.DecidedBy ?? operation.RequestedBy, operation.Tenant, request.Generation, async () =>
        {
            plan = await rotations.RunAsync(request, cancellationToken);
            return plan.Refusal?.Code ?? (plan.Changes.IsEmpty ? RotationTrail.Unchanged : RotationTrail.Done);
        });
        return plan?.Refusal is { } refusal ? new OperationResult(refusal) : OperationResult.Done;
    }

    private static RotationRequest? RequestOf(TenantId tenant, ImmutableSortedDictionary<string, string> parameters) =>
        parameters.Count == 1 && KeyId.TryParse(parameters.GetValueOrDefault(Parameter), out var keyId) ? new RotationRequest(tenant, RotationKind.Compromise, keyId) : null;

    private static OperationPlan Refuse(Reason reason) => new([], reason);
}
