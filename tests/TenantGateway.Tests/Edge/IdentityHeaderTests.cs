using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Edge;

/// <summary>Nothing that a caller writes can pose as what the gateway says of the caller.</summary>
public sealed class IdentityHeaderTests(SharedWorld shared) : IClassFixture<SharedWorld>
{
    // A request whose Connection must not say "close" is followed by one that does.
    private const string End = "\n\nGET / HTTP/1.1\nHost: localhost\nConnection: close";

    private readonly GatewayWorld _world = shared.World;

    [Theory]
    [InlineData("X-Tenant-Id")]
    [InlineData("x-tenant-id")]
    [InlineData("X_Tenant_Id")]
    [InlineData("X.Tenant.Id")]
    [InlineData("X-Tenant_Id")]
    [InlineData("XTenantId")]
    [InlineData("X-Actor-Id")]
    [InlineData("x_actor_id")]
    [InlineData("X-Gateway-Assertion")]
    [InlineData("X_Gateway_Assertion")]
    [InlineData("X-Request-Id")]
    [InlineData("X-Forwarded-For")]
    [InlineData("X-Forwarded-Host")]
    [InlineData("X-Forwarded-Proto")]
    [InlineData("X-Forwarded-Port")]
    [InlineData("X-Forwarded-User")]
    [InlineData("Forwarded")]
    [InlineData("X-Real-IP")]
    [InlineData("X-Original-URL")]
    [InlineData("X-Rewrite-URL")]
    [InlineData("X-HTTP-Method-Override")]
    [InlineData("X-Content-Length")]
    public async Task ForgedHeader_NeverReachesTheService(string name)
    {
        _world.Service.Reset();

        var answer = await SendAsync($"{name}: forged\n{name}: forged too\nConnection: close");

        Assert.Equal(200, answer.Status);
        var received = Assert.Single(_world.Service.Received);
        Assert.Equal("GET", received.Method);
        Assert.DoesNotContain(received.Headers, header => header.Value.Contains("forged", StringComparison.Ordinal));
        Assert.Equal("acme", received.Headers["X-Tenant-Id"]);
        Assert.StartsWith("ac_", received.Headers["X-Actor-Id"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task HeadersThatConnectionNames_StayHere()
    {
        _world.Service.Reset();

        var answer = await SendAsync($"Connection: Idempotency-Key, X-Tenant-Id, X-Gateway-Assertion\nIdempotency-Key: one-hop\nAccept-Language: de{End}");

        Assert.Equal(200, answer.Status);
        var received = Assert.Single(_world.Service.Received);
        Assert.False(received.Headers.ContainsKey("Idempotency-Key"));
        Assert.Equal("de", received.Headers["Accept-Language"]);
        Assert.Equal("acme", received.Headers["X-Tenant-Id"]);
        Assert.True(received.Headers.ContainsKey("X-Gateway-Assertion"));
    }

    [Fact]
    public async Task TokenThatConnectionNames_IsNotRead()
    {
        var answer = await SendAsync($"Connection: Authorization{End}");

        Assert.Equal(401, answer.Status);
    }

    private async Task<RawAnswer> SendAsync(string headers) => await RawHttp.ExchangeAsync(
        _world.DataPlane, $"GET /crm/contacts HTTP/1.1\nHost: localhost\nAuthorization: Bearer {await _world.TokenAsync("agent@acme")}\n{headers}\n\n");
}
