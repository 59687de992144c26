using System.Collections.Immutable;
using System.Globalization;
using TenantGateway.Core.Access;
using TenantGateway.Core.Audit;
using TenantGateway.Core.Operations;
using TenantGateway.Core.Tenants;
using TenantGateway.Core.Termination;

namespace TenantGateway.Termination;

/// <summary><c>tenant.release</c>: the hold ends, and the clock of destruction, where it stood still, goes on.</summary>
internal sealed class ReleaseKind(ITenantLives lives, TerminationTrail trail, TimeProvider time) : IOperationKind
{
    public string Name => "tenant.release";

    public ImmutableArray<string> Roles { get; } = [AdminRoles.TenantAdmin, AdminRoles.KeyAdmin];

    public TimeSpan MaxLoginAge => TimeSpan.FromMinutes(5);

    public async ValueTask<OperationPlan> PlanAsync(TenantId tenant, ImmutableSortedDictionary<string, string> parameters, CancellationToken cancellationToken)
    {
        if (parameters.Count > 0) return new OperationPlan([], Reasons.InvalidDefinition);
        if (await lives.FindAsync(tenant, cancellationToken) is not { } life) return new OperationPlan([], Reasons.UnknownTenant);
        if (life.Hold is not { } hold) return new OperationPlan([], Reasons.TenantStateConflict);
        return new OperationPlan(
        [
            string.Create(CultureInfo.InvariantCulture, $"The hold of {tenant} that began at {hold.Since:u} ends."),
            life.LeftAtHold is { } left
                ? $"The clock of its destruction goes on: {EffectText.Of(left)} are left."
                : $"{tenant} is not terminated; nothing is destroyed.",
        ]);
    }

    public async ValueTask<OperationResult> RunAsync(Operation operation, CancellationToken cancellationToken)
    {
        // The hold of the plan and no later one: the plan, which names its begin, was computed again right before.
        if (await lives.FindAsync(operation.Tenant, cancellationToken) is { Hold: { } hold } && hold.Since < operation.DecidedAt)
        {
            if (!await lives.TryReleaseAsync(operation.Tenant, hold, time.GetUtcNow(), cancellationToken)) return new OperationResult(Reasons.TenantStateConflict);
        }

        await trail.RecordAsync(AuditEvent.TenantReleased, operation.Tenant, "ok", operation.DecidedBy);
        return OperationResult.Done;
    }
}
