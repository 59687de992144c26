using TenantGateway.Core.Tenants;

namespace TenantGateway.Storage.Stores;

/// <summary>A tenant's state as it is stored: its own, which a termination overrules.</summary>
internal static class TenantStates
{
    internal static string NameOf(TenantState state) => state switch
    {
        TenantState.Active => "active",
        TenantState.Suspended => "suspended",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "This state is a termination's."),
    };

    internal static TenantState Parse(string state, string? phase) => (state, phase) switch
    {
        (_, "destroyed") => TenantState.Destroyed,
        (_, not null) => TenantState.Terminated,
        ("active", null) => TenantState.Active,
        ("suspended", null) => TenantState.Suspended,
        _ => throw new InvalidOperationException($"Unknown tenant state {state} in the database."),
    };
}
