using System.Collections.Immutable;
using TenantGateway.Core.Access;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Core.Operations;

/// <summary>One kind of operation, registered by the feature that carries it out.</summary>
public interface IOperationKind
{
    /// <summary>Stable, <c>[a-z.-]</c>, such as <c>tenant.destroy</c>.</summary>
    string Name { get; }

    /// <summary>The roles of which a requester, and the approver, must have one.</summary>
    ImmutableArray<string> Roles { get; }

    /// <summary>The oldest login with which it may be requested or approved.</summary>
    TimeSpan MaxLoginAge { get; }

    /// <summary>Whether it may be of the operator, who is no tenant; false unless a kind says otherwise.</summary>
    bool TakesOperator => false;

    /// <summary>
    /// Says exactly what would be done now: asked at the request, and again before the run, where another answer ends the operation as
    /// failed. Changes nothing.
    /// </summary>
    ValueTask<OperationPlan> PlanAsync(TenantId tenant, ImmutableSortedDictionary<string, string> parameters, CancellationToken cancellationToken);

    /// <summary>Does it. May be asked again after a crash in between: what is done is not done twice.</summary>
    ValueTask<OperationResult> RunAsync(Operation operation, CancellationToken cancellationToken);
}

/// <summary>What an operation would do, or why it cannot be done.</summary>
/// <param name="Effects">One sentence each, without personal data.</param>
/// <param name="Refusal">Null where it can be done.</param>
public sealed record OperationPlan(ImmutableArray<string> Effects, Reason? Refusal = null);

/// <summary>How a run ended.</summary>
/// <param name="Failure">Null where it was done.</param>
public sealed record OperationResult(Reason? Failure)
{
    public static readonly OperationResult Done = new((Reason?)null);
}
