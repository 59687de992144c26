using Microsoft.Extensions.DependencyInjection;
using TenantGateway.Core.Audit;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Starting;

/// <summary>A gateway that has ended leaves nothing in memory: what it held of tenants and their keys least of all.</summary>
public sealed class EndedGatewayTests
{
    [Fact]
    public async Task EndedGateway_IsForgotten()
    {
        var ended = await StartAndEndAsync();

        await Eventually.IsTrueAsync(() =>
        {
            // Beside others, which would wait for a collection that blocks.
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Default, blocking: false);
            return !ended.IsAlive;
        });
    }

    private static async Task<WeakReference> StartAndEndAsync()
    {
        await using var world = await GatewayWorld.StartAsync();
        using var answer = await world.SendAsync("agent@acme", HttpMethod.Get, "crm/contacts/1");
        Assert.Equal(200, (int)answer.StatusCode);
        return new WeakReference(world.Gateway.Services.GetRequiredService<IAuditTrail>());
    }
}
