using System.Globalization;
using TenantGateway.Demo.Crm;
using TenantGateway.Demo.Gateways;
using TenantGateway.Tests.Demo;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Forwarding;

public sealed class AssertionTests(SharedWorld shared) : IClassFixture<SharedWorld>
{
    private readonly GatewayWorld _world = shared.World;

    [Fact]
    public async Task Assertion_SaysWhoActsUnderThePublishedKeys()
    {
        var headers = await SendAsync("agent@acme");

        var token = await GatewayJwks.VerifyAsync(_world, headers["X-Gateway-Assertion"], DemoAssertions.Issuer, DemoAssertions.Audience);
        Assert.Equal(["crm"], token.Audiences);
        Assert.Equal(headers["X-Actor-Id"], token.Subject);
        Assert.Equal("acme", token.GetPayloadValue<string>("tenant"));
        Assert.Equal(60, long.Parse(token.GetPayloadValue<string>("exp"), CultureInfo.InvariantCulture) - long.Parse(token.GetPayloadValue<string>("iat"), CultureInfo.InvariantCulture));
        Assert.Equal(["aud", "exp", "iat", "iss", "sub", "tenant"], token.Claims.Select(claim => claim.Type).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task PublishedKeys_HoldNoPrivateHalf()
    {
        var keys = await GatewayJwks.ReadAsync(_world);

        Assert.NotEmpty(keys.Keys);
        Assert.All(keys.Keys, key => Assert.False(key.HasPrivateKey));
    }

    [Fact]
    public async Task Assertion_IsNoAccessTokenHere()
    {
        var assertion = (await SendAsync("agent@acme"))["X-Gateway-Assertion"];
        _world.Service.Reset();

        foreach (var (plane, path) in new[] { (_world.Client, "crm/contacts"), (_world.Admin, "admin/tenants") })
        {
            var (status, body) = await plane.ExchangeAsync(LoopbackClient.Request(HttpMethod.Get, path).With("Authorization", $"Bearer {assertion}"));
            Assert.Equal(401, (int)status);
            Assert.Contains("invalid_token", body, StringComparison.Ordinal);
        }

        Assert.Empty(_world.Service.Received);
    }

    [Fact]
    public async Task RestartedGateway_SignsWithTheSameKey()
    {
        using var state = new TemporaryDirectory();
        string[] before;
        int port;
        await using (var world = await GatewayWorld.StartAsync(stateDirectory: state.Path))
        {
            before = await KeyIdsAsync(world);
            port = world.Issuer.Port;
        }

        await using var restarted = await GatewayWorld.StartAsync(stateDirectory: state.Path, identityProviderPort: port);

        Assert.Equal(before, await KeyIdsAsync(restarted));
        Assert.Single(before);
    }

    [Fact]
    public async Task SampleCrm_TakesWhatTheGatewaySignsAndNothingElse()
    {
        using var state = new TemporaryDirectory();
        await using var crm = await DemoCrm.StartAsync(
            new DemoCrmOptions { DataDirectory = state.Path, AssertionIssuer = DemoAssertions.Issuer, AssertionAudience = DemoAssertions.Audience }, CancellationToken.None);
        await using var world = await GatewayWorld.StartAsync(
            new Dictionary<string, string?> { ["ReverseProxy:Clusters:crm:Destinations:only:Address"] = crm.Service.AbsoluteUri });
        crm.TrustGateway(new Uri(world.DataPlane, ".well-known/tenant-gateway/jwks.json"));

        var created = await Answer.ReadAsync(await world.SendAsync("agent@acme", HttpMethod.Post, "crm/contacts", """{"name":"Ada Lovelace"}"""));
        using var service = LoopbackClient.Create(crm.Service);
        using var direct = LoopbackClient.Create(crm.Direct);

        Assert.Equal((201, "Ada Lovelace"), (created.Status, created.Json["name"]?.ToString()));
        Assert.Equal(401, (int)(await service.ExchangeAsync(LoopbackClient.Request(HttpMethod.Get, "crm/contacts").With("X-Tenant-Id", "acme").With("X-Actor-Id", "ac_x"))).Status);
        Assert.DoesNotContain("Lovelace", await direct.GetStringAsync("crm/contacts"), StringComparison.Ordinal);
    }

    private static async Task<string[]> KeyIdsAsync(GatewayWorld world) => [.. (await GatewayJwks.ReadAsync(world)).Keys.Select(key => key.Kid)];

    private async Task<IReadOnlyDictionary<string, string>> SendAsync(string user)
    {
        using var response = await _world.SendAsync(user, HttpMethod.Get, "crm/contacts");
        Assert.Equal(200, (int)response.StatusCode);
        return _world.Service.Last.Headers;
    }
}
