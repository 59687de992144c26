using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using TenantGateway.Tests.Demo;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Diagnostics;

public sealed class HealthTests
{
    [Fact]
    public async Task Health_IsOpenOnTheAdminPlaneAndNamesEveryCheck()
    {
        await using var world = await GatewayWorld.StartAsync();

        foreach (var (path, checks) in new[] { ("healthz/live", 0), ("healthz/ready", 3), ("healthz/startup", 3) })
        {
            var (status, body) = await world.Admin.ExchangeAsync(HttpMethod.Get, path);
            var report = JsonNode.Parse(body);
            Assert.Equal((200, "healthy"), ((int)status, report?["status"]?.ToString()));
            Assert.True(Assert.IsType<JsonObject>(report?["checks"]).Count >= checks, body);
        }
    }

    [Fact]
    public async Task CheckThatThrows_IsUnhealthyWithoutItsMessage()
    {
        await using var world = await GatewayWorld.StartAsync(services: services => services.AddHealthChecks()
            .AddCheck("broken", () => throw new InvalidOperationException("/var/lib/secret does not open"))
            .AddCheck("described", () => HealthCheckResult.Unhealthy("It does not answer.", new InvalidOperationException("/var/lib/secret does not open"))));

        var (status, body) = await world.Admin.ExchangeAsync(HttpMethod.Get, "healthz/ready");

        Assert.Equal(503, (int)status);
        Assert.Equal("unhealthy", JsonNode.Parse(body)?["checks"]?["broken"]?["status"]?.ToString());
        Assert.Equal("It does not answer.", JsonNode.Parse(body)?["checks"]?["described"]?["description"]?.ToString());
        Assert.DoesNotContain("secret", body, StringComparison.Ordinal);
        Assert.DoesNotContain(world.StateDirectory, body, StringComparison.Ordinal);
    }
}
