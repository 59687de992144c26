using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Roles;

/// <summary>A proxy and an admin as two real processes over one state.</summary>
public sealed class RoleProcessTests
{
    [Theory]
    [InlineData("proxy", "admin")]
    [InlineData("admin", "proxy")]
    public async Task StartedAtTheSameTime_BothComeUpAndServe(string first, string second)
    {
        await using var world = await RoleWorld.StartAsync();

        ChildProgram[] programs = [world.Start(first), world.Start(second)];

        await world.ReadyAsync(programs[first == "admin" ? 0 : 1], world.Admin);
        await world.ReadyAsync(programs[first == "proxy" ? 0 : 1], world.Probes);
        await AssertTenantIsServedAsync(world);
        await AssertEndInOrderAsync(programs);
    }

    [Fact]
    public async Task ProxyBeforeAnyKeys_WaitsUnreadySaysSoAndServesOnceThereAre()
    {
        await using var world = await RoleWorld.StartAsync();
        var proxy = world.Start("proxy");

        await Eventually.IsTrueAsync(async () => (await world.GetAsync(new Uri(world.Probes, "healthz/startup"))).Body?["checks"]?["startup"]?["description"]?.ToString().Contains("operator's audit key", StringComparison.Ordinal) == true);
        Assert.Equal(503, (await world.GetAsync(new Uri(world.Probes, "healthz/ready"))).Status);
        Assert.Equal(503, (await world.GetAsync(new Uri(world.Probes, "healthz/startup"))).Status);
        Assert.Equal(200, (await world.GetAsync(new Uri(world.Probes, "healthz/live"))).Status);
        Assert.Equal((503, "key_service_unavailable"), await world.WriteContactAsync("agent@acme"));
        await Eventually.IsTrueAsync(() => proxy.Output.Contains("Waiting for the operator's audit key", StringComparison.Ordinal));
        Assert.False(Directory.Exists(world.KeyDirectory), "A proxy makes no keys.");

        var admin = world.Start("admin");
        await world.ReadyAsync(admin, world.Admin);
        await world.ReadyAsync(proxy, world.Probes);
        await AssertTenantIsServedAsync(world);
        await AssertEndInOrderAsync([proxy, admin]);
    }

    [Fact]
    public async Task AdminFirst_ThenProxy_HasWhatItNeedsAndNoFurtherPlane()
    {
        await using var world = await RoleWorld.StartAsync();
        var admin = world.Start("admin");
        await world.ReadyAsync(admin, world.Admin);
        await world.CreateTenantAsync("acme");
        Assert.Equal(0, (await world.GetAsync(world.Data)).Status);
        Assert.Equal(0, (await world.GetAsync(world.Probes)).Status);
        await admin.SignalAsync("-TERM");
        Assert.Equal(0, await admin.ExitAsync());

        var proxy = world.Start("proxy");
        await world.ReadyAsync(proxy, world.Probes);

        Assert.Equal(0, (await world.GetAsync(world.Admin)).Status);
        Assert.Equal(200, (await world.WriteContactAsync("agent@acme")).Status);
        await AssertNoAdminAsync(world);
        Assert.DoesNotContain("Waiting for", proxy.Output, StringComparison.Ordinal);
        Assert.Contains("Starting in the role proxy.", proxy.Output, StringComparison.Ordinal);
        Assert.Contains("Gateway:Listen:Admin is not used", proxy.Output, StringComparison.Ordinal);
    }

    // By its own audience the token opens nothing on the data plane; a token of the data plane finds no such path; the probes take no token at all.
    private static async Task AssertNoAdminAsync(RoleWorld world)
    {
        var (admin, agent) = (await world.TokenAsync("admin@operator"), await world.TokenAsync("agent@acme"));
        foreach (var path in (string[])["admin/tenants", "admin/", "admin/tenants/acme"])
        {
            Assert.Equal(401, (await world.GetAsync(new Uri(world.Data, path), admin)).Status);
            Assert.Equal(404, (await world.GetAsync(new Uri(world.Data, path), agent)).Status);
            Assert.Equal(404, (await world.GetAsync(new Uri(world.Probes, path), admin)).Status);
            Assert.Equal(404, (await world.GetAsync(new Uri(world.Probes, path))).Status);
        }
    }

    private static async Task AssertTenantIsServedAsync(RoleWorld world)
    {
        Assert.Equal((403, "unknown_organization"), await world.WriteContactAsync("agent@acme"));
        await world.CreateTenantAsync("acme");
        await Eventually.IsTrueAsync(async () => (await world.WriteContactAsync("agent@acme")).Status == 200, "the proxy serves the tenant that the admin created");
        Assert.DoesNotContain("Lovelace", world.Service.Last.Text, StringComparison.Ordinal);
    }

    private static async Task AssertEndInOrderAsync(ChildProgram[] programs)
    {
        foreach (var program in programs) await program.SignalAsync("-TERM");
        foreach (var program in programs)
        {
            Assert.True(await program.ExitAsync() == 0, program.Error);
            Assert.Equal("", program.Error);
        }
    }
}
