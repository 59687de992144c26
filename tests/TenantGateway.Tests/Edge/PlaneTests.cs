using System.Text.Json.Nodes;
using TenantGateway.Tests.Demo;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Edge;

/// <summary>The plane is the socket's: no path, host or token opens one from the other.</summary>
public sealed class PlaneTests(SharedWorld shared) : IClassFixture<SharedWorld>
{
    private readonly GatewayWorld _world = shared.World;

    [Theory]
    [InlineData("/admin/tenants", null, 401, "missing_token")]
    [InlineData("/admin/tenants", "admin@operator", 401, "invalid_token")]
    [InlineData("/admin/tenants", "agent@acme", 404, "unknown_route")]
    [InlineData("/admin/nothing", "agent@acme", 404, "unknown_route")]
    [InlineData("/healthz/ready", null, 401, "missing_token")]
    [InlineData("/healthz/ready", "agent@acme", 404, "unknown_route")]
    [InlineData("/nothing", "agent@acme", 404, "unknown_route")]
    [InlineData("/", "agent@acme", 404, "unknown_route")]
    public async Task AdminPathOnTheDataPlane_IsNothing(string path, string? user, int status, string reason)
    {
        var answer = await SendAsync(_world.Client, path, user);

        Assert.Equal((status, reason), answer);
    }

    [Theory]
    [InlineData("/crm/contacts", null, 401, "missing_token")]
    [InlineData("/crm/contacts", "agent@acme", 401, "invalid_token")]
    [InlineData("/crm/contacts", "admin@operator", 404, "unknown_route")]
    [InlineData("/.well-known/tenant-gateway/jwks.json", null, 401, "missing_token")]
    [InlineData("/healthz/other", null, 401, "missing_token")]
    public async Task DataPathOnTheAdminPlane_IsNothing(string path, string? user, int status, string reason)
    {
        _world.Service.Reset();

        var answer = await SendAsync(_world.Admin, path, user);

        Assert.Equal((status, reason), answer);
        Assert.Empty(_world.Service.Received);
    }

    [Theory]
    [InlineData("unknown.example")]
    [InlineData("initech.localhost")]
    [InlineData("127.0.0.2")]
    [InlineData("acme.localhost@localhost")]
    public async Task UnknownHost_Returns421(string host)
    {
        _world.Service.Reset();

        var answer = await RawHttp.ExchangeAsync(
            _world.DataPlane, $"GET /crm/contacts HTTP/1.1\nHost: {host}\nAuthorization: Bearer {await _world.TokenAsync("agent@acme")}\nConnection: close\n\n");

        Assert.True(answer.Status is 400 or 421, answer.StatusLine);
        Assert.Empty(_world.Service.Received);
    }

    [Theory]
    [InlineData("Host: localhost\nHost: acme.localhost")]
    [InlineData("X: y")]
    public async Task NoHostOrTwo_Returns400(string hosts)
    {
        var answer = await RawHttp.ExchangeAsync(_world.DataPlane, $"GET /crm/contacts HTTP/1.1\n{hosts}\nConnection: close\n\n");

        Assert.Equal(400, answer.Status);
    }

    private async Task<(int Status, string? Reason)> SendAsync(HttpClient plane, string path, string? user)
    {
        using var request = LoopbackClient.Request(HttpMethod.Get, path);
        if (user is not null) request.With("Authorization", $"Bearer {await _world.TokenAsync(user)}");
        var (status, body) = await plane.ExchangeAsync(request);
        return ((int)status, JsonNode.Parse(body)?["reason"]?.ToString());
    }
}
