using TenantGateway.Core.Access;
using TenantGateway.Core.Tenants;
using TenantGateway.Core.Termination;

namespace TenantGateway.Termination;

/// <summary>Suspends, resumes and holds tenants, and makes this process go by it at once.</summary>
internal sealed class TenantCare(ITenantLives lives, ITenantDirectory directory, TimeProvider time) : ITenantCare
{
    public ValueTask<TenantLife?> FindAsync(TenantId tenant, CancellationToken cancellationToken) => lives.FindAsync(tenant, cancellationToken);

    public ValueTask<CareOutcome> SuspendAsync(TenantId tenant, CancellationToken cancellationToken) =>
        SetStateAsync(tenant, TenantState.Active, TenantState.Suspended, cancellationToken);

    public ValueTask<CareOutcome> ResumeAsync(TenantId tenant, CancellationToken cancellationToken) =>
        SetStateAsync(tenant, TenantState.Suspended, TenantState.Active, cancellationToken);

    public async ValueTask<CareOutcome> HoldAsync(TenantId tenant, ActorId by, CancellationToken cancellationToken)
    {
        if (await lives.TryHoldAsync(tenant, new TenantHold(time.GetUtcNow(), by), cancellationToken)) return CareOutcome.Done;
        return await lives.FindAsync(tenant, cancellationToken) switch
        {
            null => CareOutcome.UnknownTenant,
            { Hold: not null } => CareOutcome.Unchanged,
            _ => CareOutcome.Conflict,
        };
    }

    private async ValueTask<CareOutcome> SetStateAsync(TenantId tenant, TenantState from, TenantState to, CancellationToken cancellationToken)
    {
        var isChanged = await lives.TrySetStateAsync(tenant, from, to, cancellationToken);
        // Also where it was so before: a change that was cut off, or another process's, becomes known here.
        await directory.ReloadAsync(CancellationToken.None);
        if (isChanged) return CareOutcome.Done;
        if (await lives.FindAsync(tenant, cancellationToken) is not { } life) return CareOutcome.UnknownTenant;
        return life.State == to ? CareOutcome.Unchanged : CareOutcome.Conflict;
    }
}
