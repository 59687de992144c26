using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Extensions.Options;
using TenantGateway.Core.Access;
using TenantGateway.Core.Audit;
using TenantGateway.Core.Operations;
using TenantGateway.Core.Tenants;
using TenantGateway.Core.Termination;

namespace TenantGateway.Termination;

/// <summary><c>tenant.terminate</c>: T0. The tenant and its keys are disabled everywhere at once, and the clock of their destruction begins.</summary>
internal sealed class TerminateKind(
    ITenantLives lives, TenantKeys keys, Canary canary, ITenantDirectory directory, TerminationTrail trail, IOptions<TerminationOptions> options, TimeProvider time,
    ILogger<TerminateKind> logger) : IOperationKind
{
    internal const string KindName = "tenant.terminate";

    private readonly int _days = options.Value.DestroyAfterDays;

    public string Name => KindName;

    public ImmutableArray<string> Roles { get; } = [AdminRoles.TenantAdmin, AdminRoles.KeyAdmin];

    public TimeSpan MaxLoginAge => TimeSpan.FromMinutes(5);

    public async ValueTask<OperationPlan> PlanAsync(TenantId tenant, ImmutableSortedDictionary<string, string> parameters, CancellationToken cancellationToken)
    {
        if (parameters.Count > 0) return new OperationPlan([], Reasons.InvalidDefinition);
        if (await lives.FindAsync(tenant, cancellationToken) is not { } life) return new OperationPlan([], Reasons.UnknownTenant);
        var disabled = (await keys.ListVerifiedAsync(tenant, cancellationToken)).Where(Core.Keys.TenantKeyEnd.Disables).ToList();
        // A termination whose keys could not be disabled, because the key service did not sign, is asked for again.
        var isHalfDone = life.Termination is { Phase: TerminationPhase.Disabled } && disabled.Count > 0;
        if (life.State is not (TenantState.Active or TenantState.Suspended) && !isHalfDone) return new OperationPlan([], Reasons.TenantStateConflict);
        return new OperationPlan(
        [
            $"Every request of the members of {tenant} is refused at once, and its streams end.",
            .. disabled.Select(record => $"{EffectText.Of(record.KeyId, record.Line, record.Number)} is disabled."),
            string.Create(CultureInfo.InvariantCulture, $"{_days} days later all keys of {tenant} are destroyed and its data cannot be read by anybody any more, unless it is recovered or held before."),
            .. life.Hold is null ? ImmutableArray<string>.Empty : [$"{tenant} is held: the {_days} days do not begin before the hold is released."],
        ]);
    }

    public async ValueTask<OperationResult> RunAsync(Operation operation, CancellationToken cancellationToken)
    {
        // :: Step 1: the tenant; a run that was interrupted finds its own work
        var life = await lives.FindAsync(operation.Tenant, cancellationToken);
        if (life is null) return new OperationResult(Reasons.UnknownTenant);
        if (life.Termination is null && !await TerminateAsync(life, operation, cancellationToken)) return new OperationResult(Reasons.TenantStateConflict);
        if (life.Termination is { Phase: not TerminationPhase.Disabled }) return new OperationResult(Reasons.TenantStateConflict);
        await directory.ReloadAsync(cancellationToken);

        // :: Step 2: its keys
        await keys.DisableAsync(operation.Tenant, cancellationToken);
        await trail.RecordAsync(AuditEvent.TenantTerminated, operation.Tenant, "ok", operation.DecidedBy);
        return OperationResult.Done;
    }

    private async Task<bool> TerminateAsync(TenantLife life, Operation operation, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var before = (await keys.ListVerifiedAsync(operation.Tenant, cancellationToken)).Where(Core.Keys.TenantKeyEnd.Disables);
        var termination = new TenantTermination
        {
            Operation = operation.Id,
            TerminatedAt = now,
            DestroyAt = now.AddDays(_days),
            StateBefore = life.State,
            GenerationsBefore = [.. before.Select(record => new FormerGeneration(record.KeyId, record.Line, record.Number, record.State))],
            Canary = await canary.SealAsync(operation.Tenant, cancellationToken),
        };
        if (!await lives.TryTerminateAsync(operation.Tenant, termination, cancellationToken)) return false;
        Log.Terminated(logger, operation.Tenant, termination.DestroyAt);
        return true;
    }
}
