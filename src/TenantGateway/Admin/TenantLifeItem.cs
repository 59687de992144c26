using TenantGateway.Core.Tenants;
using TenantGateway.Core.Termination;

namespace TenantGateway.Admin;

/// <summary>A tenant with its hold and its end, as the admin API shows it.</summary>
internal sealed record TenantLifeItem(TenantItem Tenant, HoldItem? Hold, TerminationItem? Termination)
{
    public static TenantLifeItem Of(Tenant tenant, TenantLife life) => new(
        TenantItem.Of(tenant with { State = life.State }),
        life.Hold is { } hold ? new HoldItem(hold.Since, hold.By.Value) : null,
        life.Termination is { } termination ? TerminationItem.Of(life, termination) : null);
}

/// <param name="Since">When it began.</param>
/// <param name="By">The pseudonym of who placed it.</param>
internal sealed record HoldItem(DateTimeOffset Since, string By);

/// <param name="Operation">The operation that two people decided.</param>
/// <param name="TerminatedAt">T0.</param>
/// <param name="Phase"><c>disabled</c>, <c>destroying</c> or <c>destroyed</c>.</param>
/// <param name="DestroyFrom">From when on its keys are destroyed; absent while a hold stops the clock, and afterwards.</param>
/// <param name="DestroyedAt">When they were.</param>
/// <param name="Certificate"><c>pending</c> or <c>final</c>, where there is one.</param>
internal sealed record TerminationItem(
    string Operation, DateTimeOffset TerminatedAt, string Phase, DateTimeOffset? DestroyFrom, DateTimeOffset? DestroyedAt, string? Certificate)
{
    public static TerminationItem Of(TenantLife life, TenantTermination termination) => new(
        termination.Operation,
        termination.TerminatedAt,
        termination.Phase switch
        {
            TerminationPhase.Disabled => "disabled",
            TerminationPhase.Destroying => "destroying",
            TerminationPhase.Destroyed => "destroyed",
            _ => throw new System.Diagnostics.UnreachableException(),
        },
        life.DestroyedFrom,
        termination.DestroyedAt,
        termination.Certificate.IsEmpty ? null : termination.IsFinal ? ErasureCertificate.Final : ErasureCertificate.Pending);
}
