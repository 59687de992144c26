using System.Globalization;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Edge.Drain;

public sealed class RollingRestartTests
{
    [HaproxyFact]
    public async Task RestartOfOneReplicaAfterTheOther_FailsNoRequest()
    {
        // :: Step 1: two replicas behind HAProxy, and callers
        await using var world = await DrainWorld.StartAsync();
        await using var one = await GatewayReplica.StartAsync(world, ("Gateway:Drain:WaitSeconds", "3"));
        await using var two = await GatewayReplica.StartAsync(world, ("Gateway:Drain:WaitSeconds", "3"));
        var address = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{DemoProcess.FreePortBase()}"));
        await using var haproxy = await StartAsync(address, one, two);
        await using var traffic = new SteadyTraffic(address, await world.TokenAsync("agent@acme"));
        traffic.Start();
        await ServesAsync(traffic, "one");
        await ServesAsync(traffic, "two");

        // :: Step 2: one after the other
        foreach (var (name, replica) in new[] { ("one", one), ("two", two) })
        {
            await replica.Program.SignalAsync("-TERM");
            await replica.AssertEndsInOrderAsync();
            await replica.StartAsync();
            await ServesAsync(traffic, name);
        }

        await traffic.EndAsync();
        Assert.Empty(traffic.Failures);
        Assert.InRange(traffic.Answers, 200, int.MaxValue);
    }

    // Sooner to notice than the document's, so that the test is quick.
    private static Task<Haproxy> StartAsync(Uri address, GatewayReplica one, GatewayReplica two) => Haproxy.StartAsync(
        "drain.md",
        address.Port,
        ("bind :8000", $"bind {address.Authority}"),
        ("10.0.0.1:8080 check port 8081", $"{one.DataPlane.Authority} check port {one.AdminPlane.Port}"),
        ("10.0.0.2:8080 check port 8081", $"{two.DataPlane.Authority} check port {two.AdminPlane.Port}"),
        ("inter 1s", "inter 200ms"));

    private static Task ServesAsync(SteadyTraffic traffic, string server)
    {
        var before = traffic.AnswersOf(server);
        return Eventually.IsTrueAsync(() => traffic.AnswersOf(server) > before + 10, $"{server} has its share of the traffic");
    }
}
