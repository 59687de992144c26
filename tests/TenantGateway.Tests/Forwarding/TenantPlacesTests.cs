using System.Text.Json.Nodes;
using TenantGateway.Demo.Gateways;
using TenantGateway.Tests.Demo;
using TenantGateway.Tests.Diagnostics;
using TenantGateway.Tests.World;
using Yarp.ReverseProxy;
using Microsoft.Extensions.DependencyInjection;
using Yarp.ReverseProxy.Model;

namespace TenantGateway.Tests.Forwarding;

/// <summary>A pinned tenant goes to its place or nowhere, and nobody else goes there.</summary>
public sealed class TenantPlacesTests
{
    private static readonly (string, string?)[] Passive =
    [
        ("ReverseProxy:Clusters:crm:HealthCheck:Passive:Enabled", "true"),
        ("ReverseProxy:Clusters:crm:HealthCheck:Passive:Policy", "TransportFailureRate"),
        ("ReverseProxy:Clusters:crm:HealthCheck:Passive:ReactivationPeriod", "01:00:00"),
        ("ReverseProxy:Clusters:crm:LoadBalancingPolicy", "RoundRobin"),
    ];

    [Fact]
    public async Task TenantOfARegion_StaysInIt_AndOthersGoWhereThereIsRoom()
    {
        await using var placed = await PlacedWorld.StartAsync(Passive);
        await placed.World.PlaceAsync("acme", "us");

        Assert.Equal("us", await placed.ReachAsync("agent@acme"));
        Assert.Equal("eu us", await placed.ReachAsync("agent@globex"));
    }

    [Fact]
    public async Task RegionThatFails_IsNotLeft()
    {
        await using var placed = await PlacedWorld.StartAsync(Passive);
        await placed.World.PlaceAsync("acme", "us");
        await placed.Us.DisposeAsync();

        // As long as the destination counts as one that may answer, it is asked; then nobody is.
        Assert.Equal((502, "service_unavailable", ""), await placed.AskAsync("agent@acme"));
        await Eventually.IsTrueAsync(
            async () =>
            {
                var (status, reason, asked) = await placed.AskAsync("agent@acme");
                Assert.Equal("", asked);
                return (status, reason) == (503, "tenant_place_unavailable");
            },
            "the destination counts as dead");
        Assert.Equal("eu", await placed.ReachAsync("agent@globex"));
    }

    [Fact]
    public async Task SessionThatStuckElsewhere_DoesNotLeaveTheRegion()
    {
        await using var placed = await PlacedWorld.StartAsync(
        [
            .. Passive,
            ("ReverseProxy:Clusters:crm:SessionAffinity:Enabled", "true"),
            ("ReverseProxy:Clusters:crm:SessionAffinity:Policy", "CustomHeader"),
            ("ReverseProxy:Clusters:crm:SessionAffinity:FailurePolicy", "Redistribute"),
            ("ReverseProxy:Clusters:crm:SessionAffinity:AffinityKeyName", "X-Stick"),
        ]);
        await placed.World.PlaceAsync("globex", "eu");
        using var answer = await placed.World.SendAsync("agent@globex", HttpMethod.Get, "crm/contacts");
        var stuck = Assert.Single(answer.Headers.GetValues("X-Stick"));
        await placed.World.PlaceAsync("acme", "us");

        for (var i = 0; i < 5; i++)
        {
            Assert.Equal((200, null, "us"), await placed.AskAsync("agent@acme", change: request => request.Headers.TryAddWithoutValidation("X-Stick", stuck)));
            Assert.Equal((200, null, "eu"), await placed.AskAsync("agent@globex", change: request => request.Headers.TryAddWithoutValidation("X-Stick", stuck)));
        }
    }

    [Fact]
    public async Task TenantWithAClusterOfItsOwn_GoesThereOrNowhere()
    {
        await using var placed = await PlacedWorld.StartAsync();
        await placed.World.PlaceAsync("acme", null, ("crm", "acme-crm"));

        Assert.Equal("acme", await placed.ReachAsync("agent@acme", 5));
        var headers = placed.Acme.Last.Headers;
        Assert.Equal(["acme-crm"], (await GatewayJwks.VerifyAsync(placed.World, $"{headers["X-Gateway-Assertion"]}", DemoAssertions.Issuer, "acme-crm")).Audiences);
        Assert.Equal("eu us", await placed.ReachAsync("agent@globex"));
        // No cluster of its own takes the place of this route's.
        Assert.Equal((503, "tenant_place_unavailable", ""), await placed.AskAsync("agent@acme", "mail/x"));
        Assert.Equal((200, null, "mail"), await placed.AskAsync("agent@globex", "mail/x"));

        await placed.World.PlaceAsync("acme", null, ("crm", "acme-crm"), ("mail", "mail"));
        Assert.Equal((200, null, "mail"), await placed.AskAsync("agent@acme", "mail/x"));

        await placed.Acme.DisposeAsync();
        for (var i = 0; i < 5; i++) Assert.Equal((502, "service_unavailable", ""), await placed.AskAsync("agent@acme"));
    }

    [Fact]
    public async Task ClusterOfAnother_IsReachedByNoPin()
    {
        await using var placed = await PlacedWorld.StartAsync();

        // Past the admin plane, as somebody with the database in hand would.
        await placed.World.PlaceAsync("globex", null, ("crm", "acme-crm"));

        Assert.Equal((503, "tenant_place_unavailable", ""), await placed.AskAsync("agent@globex"));
        Assert.Contains(placed.Logs.Lines, line => line.Contains("8460", StringComparison.Ordinal) && line.Contains("the cluster acme-crm is not the tenant's", StringComparison.Ordinal));
        foreach (var wrong in (string[])["no-such", "mail"])
        {
            await placed.World.PlaceAsync("globex", null, ("crm", wrong));
            Assert.Equal((503, "tenant_place_unavailable", ""), await placed.AskAsync("agent@globex"));
        }

        Assert.Equal("eu us", await placed.ReachAsync("agent@acme"));
    }

    [Fact]
    public async Task RegionAndClusterOfItsOwn_BothHold()
    {
        await using var placed = await PlacedWorld.StartAsync();

        await placed.World.PlaceAsync("acme", "eu", ("crm", "acme-crm"));
        Assert.Equal((200, null, "acme"), await placed.AskAsync("agent@acme"));
        await placed.World.PlaceAsync("acme", "us", ("crm", "acme-crm"));
        Assert.Equal((503, "tenant_place_unavailable", ""), await placed.AskAsync("agent@acme"));
        // Where nobody says where a destination is, it is nowhere.
        await placed.World.PlaceAsync("acme", "eu");
        Assert.Equal((503, "tenant_place_unavailable", ""), await placed.AskAsync("agent@acme", "mail/x"));
    }

    [Fact]
    public async Task TenantOfAnotherRegion_IsRefusedHere_AndStrangersLearnNothing()
    {
        await using var placed = await PlacedWorld.StartAsync(("Gateway:Region", "eu"));
        await placed.World.PlaceAsync("acme", "us");

        Assert.Equal((421, "tenant_elsewhere", ""), await placed.AskAsync("agent@acme"));
        Assert.Equal("eu us", await placed.ReachAsync("agent@globex"));
        using var stranger = await placed.World.SendAsync(null, HttpMethod.Get, "crm/contacts", host: "acme.localhost");
        Assert.Equal(401, (int)stranger.StatusCode);
        Assert.Equal("tenant_mismatch", (await Answer.ReadAsync(await placed.World.SendAsync("agent@globex", HttpMethod.Get, "crm/contacts", host: "acme.localhost"))).Reason);
    }

    [Fact]
    public async Task PinThatLeadsNowhere_IsNotMade()
    {
        await using var placed = await PlacedWorld.StartAsync();

        Assert.Equal(["$.clusters.crm"], await RefusedAsync(placed, """{"clusters":{"crm":"no-such"}}"""));
        Assert.Equal(["$.clusters.crm"], await RefusedAsync(placed, """{"clusters":{"crm":"globex-crm"}}"""));
        Assert.Equal(["$.clusters.no-route"], await RefusedAsync(placed, """{"clusters":{"no-route":"acme-crm"}}"""));
        Assert.Equal(["$.clusters.crm"], await RefusedAsync(placed, """{"region":"us","clusters":{"crm":"acme-crm"}}"""));
        // The region of no destination of the mail.
        Assert.Equal(["$.region"], await RefusedAsync(placed, """{"region":"eu"}"""));
        Assert.Empty(await RefusedAsync(placed, """{"region":"eu","clusters":{"crm":"acme-crm"}}"""));
        Assert.Equal((200, null, "acme"), await placed.AskAsync("agent@acme"));
    }

    [Theory]
    [InlineData("ReverseProxy:Routes:mail:ClusterId", "acme-crm", "Route 'mail' goes to the cluster 'acme-crm', which is the tenant acme's alone.")]
    [InlineData("ReverseProxy:Clusters:acme-crm:Metadata:Tenant", "Acme", "which is no tenant's id")]
    [InlineData("ReverseProxy:Clusters:crm:Destinations:far:Metadata:Region", "US", "Destination 'far' of cluster 'crm' has the region 'US'")]
    [InlineData("ReverseProxy:Clusters:acme-crm:Metadata:Region", "e u", "Cluster 'acme-crm' has the region 'e u'")]
    [InlineData("ReverseProxy:Routes:mail:Metadata:AssertOrganization", "yes", "Route 'mail' has 'yes' in its Metadata 'AssertOrganization'")]
    [InlineData("Gateway:Region", "EU", "'EU' is no region")]
    public async Task PlaceThatCannotBeMeant_StopsTheStart(string key, string value, string told)
    {
        var refused = await Assert.ThrowsAnyAsync<Exception>(() => PlacedWorld.StartAsync((key, value)));

        Assert.Contains(told, $"{refused}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task PinThatAReloadBreaks_StopsItsTenantAlone_AndIsTold()
    {
        await using var placed = await PlacedWorld.StartAsync();
        await placed.World.PlaceAsync("acme", null, ("crm", "acme-crm"));
        Assert.Equal((200, null, "acme"), await placed.AskAsync("agent@acme"));
        await HealthProbe.TroubledAsync(placed.World);

        placed.Set("ReverseProxy:Clusters:acme-crm:Metadata:Tenant", "globex");

        await Eventually.IsTrueAsync(async () => (await placed.AskAsync("agent@acme")).Reason == "tenant_place_unavailable", "the new settings are in force");
        Assert.Equal((503, "tenant_place_unavailable", ""), await placed.AskAsync("agent@acme"));
        Assert.Equal(200, (await placed.AskAsync("agent@globex")).Status);
        await HealthProbe.TroubledAsync(placed.World, "places");
        Assert.Contains(placed.Logs.Lines, line => line.Contains("8451", StringComparison.Ordinal) && line.Contains("acme", StringComparison.Ordinal));

        placed.Set("ReverseProxy:Clusters:acme-crm:Metadata:Tenant", "acme");

        await Eventually.IsTrueAsync(async () => await placed.AskAsync("agent@acme") is (200, null, "acme"), "the former settings are in force");
        await HealthProbe.TroubledAsync(placed.World);
    }

    [Fact]
    public async Task ReloadThatGivesATenantsClusterToARoute_ChangesNothing()
    {
        await using var placed = await PlacedWorld.StartAsync();
        var clusters = placed.World.Gateway.Services.GetRequiredService<IProxyStateLookup>();

        placed.Set("ReverseProxy:Routes:mail:ClusterId", "acme-crm");

        await Eventually.IsTrueAsync(() => placed.Logs.Lines.Any(line => line.Contains("which is the tenant acme's alone", StringComparison.Ordinal)), "the reload is refused");
        Assert.True(clusters.TryGetRoute("mail", out RouteModel? route) && route.Config.ClusterId == "mail");
        Assert.Equal((200, null, "mail"), await placed.AskAsync("agent@globex", "mail/x"));
    }

    private static async Task<string[]> RefusedAsync(PlacedWorld placed, string placement)
    {
        const string Path = "admin/tenants/acme/definition";
        var token = await placed.World.TokenAsync("admin@operator");
        using var answer = await placed.World.Admin.SendAsync(LoopbackClient.Request(HttpMethod.Get, Path).With("Authorization", $"Bearer {token}"));
        var definition = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!.AsObject(); // an answer of 200 is one
        foreach (var (name, value) in JsonNode.Parse(placement)!.AsObject()) definition[name] = value?.DeepClone(); // as the test wrote it
        var written = await Answer.ReadAsync(await placed.World.Admin.SendAsync(LoopbackClient.Request(HttpMethod.Put, Path, definition.ToJsonString())
            .With("Authorization", $"Bearer {token}").With("X-Reason", "test").With("If-Match", $"{answer.Headers.ETag}")));
        Assert.Equal(written.Status == 200, written.Reason is null);
        return written.Status == 200 ? [] : [.. written.Json["errors"]!.AsArray().Select(error => $"{error?["path"]}")]; // a refusal has them
    }
}
