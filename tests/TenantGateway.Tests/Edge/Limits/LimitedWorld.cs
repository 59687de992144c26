using Microsoft.Extensions.DependencyInjection;
using TenantGateway.Core.Access;
using TenantGateway.Edge.Limits;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Edge.Limits;

/// <summary>Gateways with limits that tests can reach.</summary>
internal static class LimitedWorld
{
    public static Task<GatewayWorld> StartAsync(params (string Key, string Value)[] limits) => GatewayWorld.StartAsync(Settings(limits));

    public static Dictionary<string, string?> Settings(params (string Key, string Value)[] limits) =>
        limits.ToDictionary(limit => limit.Key.StartsWith("Gateway:", StringComparison.Ordinal) ? limit.Key : $"Gateway:Limits:{limit.Key}", limit => (string?)limit.Value);

    /// <summary>Waits until so many connections of callers are open.</summary>
    public static Task HasOpenAsync(this GatewayWorld world, int connections)
    {
        var load = world.Gateway.Services.GetRequiredService<EdgeLoad>();
        return Eventually.IsTrueAsync(() => load.Connections(Plane.Data) >= connections);
    }
}
