using TenantGateway.Core.Tenants;

namespace TenantGateway.Keys.Rotation;

/// <summary>From its termination on nothing but its recovery or its destruction changes the keys of a tenant; both take four eyes.</summary>
internal static class TenantLife
{
    internal static bool IsAlive(this ITenantDirectory tenants, TenantId tenant) => tenants.Find(tenant) is not { State: TenantState.Terminated or TenantState.Destroyed };
}
