using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Edge;

/// <summary>What <c>Connection</c> names goes no further (RFC 9110 section 7.6.1), whatever else it says; and nobody unmakes what the gateway adds.</summary>
public sealed class NominatedHeaderTests(SharedWorld shared) : IClassFixture<SharedWorld>
{
    private readonly GatewayWorld _world = shared.World;
    private readonly EdgeCaller _caller = new(shared.World);

    [Theory]
    [InlineData("Connection: Idempotency-Key")]
    [InlineData("Connection: close, Idempotency-Key")]
    [InlineData("Connection: Idempotency-Key, close")]
    [InlineData("Connection: keep-alive, Idempotency-Key")]
    [InlineData("Connection: close,\tidempotency-KEY\t,")]
    [InlineData("Connection: ,,Idempotency-Key,,")]
    [InlineData("connection:Keep-Alive,Idempotency-Key")]
    [InlineData("Connection: close\nConnection: Idempotency-Key")]
    [InlineData("Connection: Idempotency-Key\nConnection: keep-alive")]
    [InlineData("Connection: TE, Idempotency-Key")]
    [InlineData("Connection: X-Tenant-Id, X-Gateway-Assertion, X-Forwarded-Host, Idempotency-Key")]
    public async Task NominatedHeader_ReachesNoService(string connection)
    {
        var answer = await SendAsync($"{connection}\nIdempotency-Key: one-hop\nPrefer: return=minimal");

        Assert.Equal(200, answer.Status);
        var received = Assert.Single(_caller.Service.Received);
        Assert.False(received.Headers.ContainsKey("Idempotency-Key"));
        Assert.Equal("return=minimal", received.Headers["Prefer"]);
        Assert.Equal("acme", received.Headers["X-Tenant-Id"]);
        Assert.Equal("localhost", received.Headers["X-Forwarded-Host"]);
        Assert.True(received.Headers.ContainsKey("X-Gateway-Assertion"));
    }

    [Theory]
    [InlineData("Connection: close, Authorization")]
    [InlineData("Connection: Authorization")]
    public async Task NominatedToken_IsNotRead(string connection)
    {
        var answer = await SendAsync(connection);

        Assert.Equal(401, answer.Status);
    }

    [Theory]
    [InlineData("Connection: close, Host")]
    [InlineData("Connection: Content-Length")]
    [InlineData("Connection: transfer-encoding")]
    [InlineData("Connection: keep-alive, Content-Type")]
    [InlineData("Connection: Content-Encoding")]
    [InlineData("Connection: \"Idempotency-Key\"")]
    [InlineData("Connection: \"close, Idempotency-Key\"")]
    [InlineData("Connection: Idempotency Key")]
    [InlineData("Connection: Idempotency-Key; close")]
    [InlineData("Connection: close, \u00E9")]
    public async Task NominationThatCannotBeFollowed_Returns400(string connection) => _caller.AssertRefused(await SendAsync($"{connection}\nIdempotency-Key: one-hop"));

    [Theory]
    [InlineData("Connection: keep-alive", 2)]
    [InlineData("Connection: TE", 2)]
    [InlineData("X-A: b", 2)]
    [InlineData("Connection: close", 1)]
    [InlineData("Connection: keep-alive, Idempotency-Key", 1)]
    public async Task Connection_StaysOpenUnlessSomethingIsNominated(string connection, int answers)
    {
        var request = $"GET {EdgeCaller.Route} HTTP/1.1\nHost: localhost\n{await _caller.AuthorizationAsync()}\n";

        var answer = await RawHttp.ExchangeAsync(_world.DataPlane, $"{request}{connection}\n\n{request}Connection: close\n\n");

        Assert.Equal((200, answers), (answer.Status, answer.Count));
    }

    private async Task<RawAnswer> SendAsync(string headers)
    {
        _caller.Service.Reset();
        // Where the connection is kept, the second request ends it.
        return await RawHttp.ExchangeAsync(
            _world.DataPlane,
            $"GET {EdgeCaller.Route} HTTP/1.1\nHost: localhost\n{await _caller.AuthorizationAsync()}\n{headers}\n\nGET / HTTP/1.1\nHost: localhost\nConnection: close\n\n");
    }
}
