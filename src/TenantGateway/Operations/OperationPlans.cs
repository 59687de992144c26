using TenantGateway.Core.Access;
using TenantGateway.Core.Operations;

namespace TenantGateway.Operations;

/// <summary>Whether an operation would still do exactly what was requested, and how one ends.</summary>
internal static class OperationPlans
{
    /// <summary>Plans once more.</summary>
    /// <returns>Null where the plan has the hash of the request; else why it does not.</returns>
    internal static async ValueTask<Reason?> RefusalNowAsync(IOperationKind kind, Operation operation, CancellationToken cancellationToken)
    {
        var plan = await kind.PlanAsync(operation.Tenant, operation.Parameters, cancellationToken);
        if (plan.Refusal is not null) return Reasons.OperationStale;
        var hash = OperationHash.Of(operation.Kind, operation.Tenant, operation.Parameters, plan.Effects);
        return operation.Hash.Span.SequenceEqual(hash) ? null : Reasons.OperationStale;
    }

    internal static Operation EndedAs(this Operation operation, OperationState state, string outcome, DateTimeOffset at) =>
        operation with { State = state, Outcome = outcome, EndedAt = at };
}
