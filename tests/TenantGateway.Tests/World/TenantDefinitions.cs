using Microsoft.Extensions.DependencyInjection;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Tests.World;

/// <summary>Changes what defines tenants of a running gateway, past its admin plane.</summary>
internal static class TenantDefinitions
{
    public static async Task DefineAsync(this GatewayWorld world, string id, Func<Tenant, Tenant> change)
    {
        var services = world.Gateway.Services;
        var tenant = services.GetRequiredService<ITenantDirectory>().Find(TenantId.Parse(id)) ?? throw new InvalidOperationException($"There is no {id}.");
        var result = await services.GetRequiredService<ITenantAmendments>().UpdateAsync(change(tenant), tenant.Revision, CancellationToken.None);
        Assert.Equal(UpdateTenantOutcome.Updated, result.Outcome);
    }

    public static Task PlaceAsync(this GatewayWorld world, string id, string? region, params (string Cluster, string Own)[] clusters) => world.DefineAsync(
        id, tenant => tenant with { Placement = new TenantPlacement(region, clusters.Select(pin => KeyValuePair.Create(pin.Cluster, pin.Own))) });

    public static Task LimitAsync(this GatewayWorld world, string id, string? roles) => world.DefineAsync(
        id, tenant => tenant with { Organizations = [.. tenant.Organizations.Select(binding => binding with { Roles = roles is null ? null : RoleCeiling.Parse(roles) })] });
}
