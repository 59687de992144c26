using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using TenantGateway.Tests.Keys;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Edge.Limits;

/// <summary>Who may open a connection.</summary>
public sealed class ConnectionGateTests
{
    [Fact]
    public async Task AddressWithAllItsConnections_IsRefusedUntilOneEndsAndOthersAreServed()
    {
        await using var world = await LimitedWorld.StartAsync(("MaxConnectionsPerAddress", "3"));
        using var metrics = new MetricReader(world.Gateway.Services.GetRequiredService<IMeterFactory>());
        using var greedy = new Caller(world, "127.0.0.2");
        using var other = new Caller(world, "127.0.0.3");
        var first = await greedy.HoldTakenAsync();
        for (var i = 0; i < 2; i++) await greedy.HoldTakenAsync();

        Assert.False(await greedy.IsTakenAsync());
        Assert.True(await other.IsTakenAsync());
        Assert.Equal(1, metrics["tenantgateway.connections.refused/address_maximum"]);

        first.Dispose();
        await Eventually.IsTrueAsync(() => greedy.IsTakenAsync());
    }

    [Fact]
    public async Task AllConnectionsTaken_RefusesEverybodyAndHealthStillAnswers()
    {
        await using var world = await LimitedWorld.StartAsync(("MaxConnections", "5"), ("MaxAdminConnections", "3"));
        using var crowd = new Caller(world, "127.0.0.2");
        using var other = new Caller(world, "127.0.0.3");
        for (var i = 0; i < 5; i++) await crowd.HoldTakenAsync();

        Assert.False(await other.IsTakenAsync());
        Assert.False(await other.IsTakenAsync(world.DataPlaneHttp2));
        Assert.Equal(200, (int)(await world.Admin.GetAsync("healthz/ready")).StatusCode);

        crowd.Dispose();
        await Eventually.IsTrueAsync(() => other.IsTakenAsync());
    }

    [Fact]
    public async Task AdminPlane_HasItsOwnMaximum()
    {
        await using var world = await LimitedWorld.StartAsync(("MaxAdminConnections", "2"));
        using var caller = new Caller(world, "127.0.0.2");
        for (var i = 0; i < 2; i++) await caller.HoldTakenAsync(world.AdminPlane);

        Assert.False(await caller.IsTakenAsync(world.AdminPlane));
        Assert.True(await caller.IsTakenAsync());
    }

    [Fact]
    public async Task AddressThatOpensTooFast_IsRefusedAndOthersAreServed()
    {
        await using var world = await LimitedWorld.StartAsync(("AddressConnectionsPerSecond", "1"), ("AddressConnectionsBurst", "3"));
        using var hasty = new Caller(world, "127.0.0.2");
        using var other = new Caller(world, "127.0.0.3");

        var taken = new List<bool>();
        for (var i = 0; i < 8; i++) taken.Add(await hasty.IsTakenAsync());

        Assert.Equal([true, true, true], taken[..3]);
        Assert.Contains(false, taken);
        Assert.True(await other.IsTakenAsync());
        await Eventually.IsTrueAsync(() => hasty.IsTakenAsync());
    }

    [Theory]
    [InlineData("127.0.0.2")]
    [InlineData("127.0.0.0/29")]
    public async Task TrustedProxy_HasNoMaximumOfAnAddress(string network)
    {
        await using var world = await LimitedWorld.StartAsync(
            ("MaxConnectionsPerAddress", "1"), ("AddressConnectionsPerSecond", "1"), ("AddressConnectionsBurst", "1"), ("Gateway:TrustedProxies:Networks:0", network));
        using var proxy = new Caller(world, "127.0.0.2");
        using var stranger = new Caller(world, "127.0.0.9");
        for (var i = 0; i < 4; i++) await proxy.HoldTakenAsync();
        await stranger.HoldTakenAsync();

        Assert.True(await proxy.IsTakenAsync());
        Assert.False(await stranger.IsTakenAsync());
    }
}
