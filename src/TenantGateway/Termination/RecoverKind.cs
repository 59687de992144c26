using System.Collections.Immutable;
using TenantGateway.Core.Access;
using TenantGateway.Core.Audit;
using TenantGateway.Core.Operations;
using TenantGateway.Core.Tenants;
using TenantGateway.Core.Termination;

namespace TenantGateway.Termination;

/// <summary><c>tenant.recover</c>: a terminated tenant is what it was, as long as its destruction has not begun.</summary>
internal sealed class RecoverKind(ITenantLives lives, TenantKeys keys, ITenantDirectory directory, TerminationTrail trail, ILogger<RecoverKind> logger) : IOperationKind
{
    public string Name => "tenant.recover";

    public ImmutableArray<string> Roles { get; } = [AdminRoles.TenantAdmin, AdminRoles.KeyAdmin];

    public TimeSpan MaxLoginAge => TimeSpan.FromMinutes(15);

    public async ValueTask<OperationPlan> PlanAsync(TenantId tenant, ImmutableSortedDictionary<string, string> parameters, CancellationToken cancellationToken)
    {
        if (parameters.Count > 0) return new OperationPlan([], Reasons.InvalidDefinition);
        if (await lives.FindAsync(tenant, cancellationToken) is not { } life) return new OperationPlan([], Reasons.UnknownTenant);
        if (life.Termination is not { Phase: TerminationPhase.Disabled } termination) return new OperationPlan([], Reasons.TenantStateConflict);
        return new OperationPlan(
        [
            .. termination.GenerationsBefore.Select(before => $"{EffectText.Of(before.KeyId, before.Line, before.Number)} is {EffectText.NameOf(before.State)} again."),
            $"{tenant} is {(termination.StateBefore == TenantState.Active ? "active" : "suspended")} again, as it was before it was terminated.",
        ]);
    }

    public async ValueTask<OperationResult> RunAsync(Operation operation, CancellationToken cancellationToken)
    {
        var life = await lives.FindAsync(operation.Tenant, cancellationToken);
        if (life is null) return new OperationResult(Reasons.UnknownTenant);
        // Interrupted right before its end: there is nothing left to recover.
        if (life.State is TenantState.Active or TenantState.Suspended) return await EndAsync(operation, cancellationToken);
        if (life.Termination is not { Phase: TerminationPhase.Disabled } termination) return new OperationResult(Reasons.TenantStateConflict);
        // The keys first: what they were is known only as long as the termination is.
        await keys.RestoreAsync(operation.Tenant, termination.GenerationsBefore, cancellationToken);
        if (!await lives.TryRecoverAsync(operation.Tenant, cancellationToken)) return new OperationResult(Reasons.TenantStateConflict);
        return await EndAsync(operation, cancellationToken);
    }

    private async ValueTask<OperationResult> EndAsync(Operation operation, CancellationToken cancellationToken)
    {
        await directory.ReloadAsync(cancellationToken);
        await trail.RecordAsync(AuditEvent.TenantRecovered, operation.Tenant, "ok", operation.DecidedBy);
        Log.Recovered(logger, operation.Tenant);
        return OperationResult.Done;
    }
}
