using System.Text.Json.Nodes;

namespace TenantGateway.Tests.World;

public sealed class GatewayWorldTests : IAsyncLifetime
{
    private GatewayWorld _world = null!;

    public async Task InitializeAsync() => _world = await GatewayWorld.StartAsync();

    public async Task DisposeAsync() => await _world.DisposeAsync();

    [Fact]
    public async Task AgentSendsAContact_ServiceGetsTokensAndAgentGetsItBack()
    {
        const string Contact = """{ "name" : "Ada", "score": 5.0 }""";

        using var response = await _world.SendAsync("agent@acme", HttpMethod.Post, "crm/contacts", Contact);

        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal(Contact, await response.Content.ReadAsStringAsync());
        Assert.StartsWith("pn1.", JsonNode.Parse(_world.Service.Last.Text)?["name"]?.ToString(), StringComparison.Ordinal);
    }
}
