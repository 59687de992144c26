using System.Net.WebSockets;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Edge;

/// <summary>What two servers could read in two ways gets no further than the edge, also with a good token.</summary>
public sealed class AmbiguousRequestTests(SharedWorld shared) : IClassFixture<SharedWorld>
{
    private readonly GatewayWorld _world = shared.World;

    [Theory]
    [InlineData("/crm%2Fcontacts")]
    [InlineData("/crm%252Fcontacts")]
    [InlineData("//crm/contacts")]
    [InlineData("/crm//contacts")]
    [InlineData("/crm;a/contacts")]
    [InlineData("/crm\\contacts")]
    [InlineData("/crm/../crm/contacts")]
    [InlineData("/crm/./contacts")]
    [InlineData("/crm/%2e%2e/crm/contacts")]
    [InlineData("/crm/%C0%AFcontacts")]
    [InlineData("/crm/contacts?a=b#c")]
    [InlineData("http://localhost/crm/contacts")]
    public async Task AmbiguousTarget_Returns400(string target)
    {
        var answer = await SendAsync($"GET {target} HTTP/1.1\nHost: localhost\nConnection: close\n{await AuthorizationAsync()}\n\n");

        AssertRefused(answer, "ambiguous_path");
    }

    [Fact]
    public async Task AbsoluteTargetOfAnotherHost_Returns400()
    {
        var answer = await SendAsync($"GET http://globex.localhost/crm/contacts HTTP/1.1\nHost: localhost\nConnection: close\n{await AuthorizationAsync()}\n\n");

        Assert.Equal(400, answer.Status);
        Assert.Empty(_world.Service.Received);
    }

    [Fact]
    public async Task AmbiguousTargetOnTheAdminPlane_Returns400()
    {
        var answer = await RawHttp.ExchangeAsync(_world.AdminPlane, "GET //admin/tenants HTTP/1.1\nHost: localhost\nConnection: close\n\n");

        AssertRefused(answer, "ambiguous_path");
    }

    [Theory]
    [InlineData("HTTP/1.1", "Content-Length: 5\nTransfer-Encoding: chunked")]
    [InlineData("HTTP/1.1", "Transfer-Encoding: chunked\nContent-Length: 5")]
    [InlineData("HTTP/1.1", "Transfer-Encoding: gzip, chunked")]
    [InlineData("HTTP/1.1", "Transfer-Encoding: chunked\nTransfer-Encoding: chunked")]
    [InlineData("HTTP/1.0", "Transfer-Encoding: chunked\nConnection: keep-alive")]
    public async Task AmbiguousFraming_Returns400AndReadsNoFurtherRequest(string version, string framing)
    {
        var authorization = await AuthorizationAsync();
        var answer = await SendAsync(
            $"POST /crm/contacts {version}\nHost: localhost\nContent-Type: application/json\n{authorization}\n{framing}\n\n0\n\n"
            + $"GET /crm/contacts HTTP/1.1\nHost: localhost\n{authorization}\n\n");

        AssertRefused(answer, "ambiguous_framing");
        Assert.Equal(1, answer.Count);
    }

    [Theory]
    [InlineData("Content-Length: 2\nContent-Length: 3")]
    [InlineData("Content-Length: 2, 2")]
    [InlineData("Content-Length: 2x")]
    [InlineData("Content-Length: -2")]
    [InlineData("Transfer-Encoding: xchunked")]
    [InlineData("Content-Length : 2")]
    [InlineData("Content-Length: 2\nX A: b")]
    [InlineData("Content-Length: 2\nX\"A: b")]
    [InlineData("Content-Length: 2\nX(A): b")]
    [InlineData("Content-Length: 2\nX\0A: b")]
    [InlineData("X-A: 1\n Content-Length: 2")]
    public async Task MalformedFraming_Returns400(string framing)
    {
        var answer = await SendAsync($"POST /crm/contacts HTTP/1.1\nHost: localhost\nContent-Type: application/json\n{await AuthorizationAsync()}\n{framing}\nConnection: close\n\n{{}}");

        Assert.Equal(400, answer.Status);
        Assert.Empty(_world.Service.Received);
    }

    [Fact]
    public async Task BareLineFeeds_Return400()
    {
        _world.Service.Reset();

        var answer = await RawHttp.ExchangeExactlyAsync(_world.DataPlane, $"GET /crm/contacts HTTP/1.1\nHost: localhost\n{await AuthorizationAsync()}\nConnection: close\n\n");

        Assert.Equal(400, answer.Status);
        Assert.Empty(_world.Service.Received);
    }

    [Theory]
    [InlineData("Content-Length: 100", "{\"name\":\"Ada\"}")]
    [InlineData("Transfer-Encoding: chunked", "e\r\n{\"name\":\"Ada\"}\r\n")]
    [InlineData("Transfer-Encoding: chunked", "ff\r\n{\"name\":\"Ada\"}")]
    public async Task CallerWhoHangsUpInTheBody_ReachesNoService(string framing, string body)
    {
        _world.Service.Reset();

        var answer = await RawHttp.ExchangeExactlyAsync(
            _world.DataPlane,
            $"POST /crm/contacts HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n{await AuthorizationAsync()}\r\n{framing}\r\n\r\n{body}",
            hangUp: true);

        Assert.True(answer.Status is 0 or 400, answer.StatusLine);
        Assert.Empty(_world.Service.Received);
    }

    [Fact]
    public async Task Upgrade_Returns400()
    {
        var answer = await SendAsync(
            "GET /crm/contacts HTTP/1.1\nHost: localhost\nConnection: Upgrade\nUpgrade: websocket\nSec-WebSocket-Version: 13\nSec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\n"
            + $"{await AuthorizationAsync()}\n\nGET / HTTP/1.1\nHost: localhost\nConnection: close\n\n");

        AssertRefused(answer, "upgrade_refused");
    }

    [Fact]
    public async Task ExtendedConnect_IsRefused()
    {
        _world.Service.Reset();
        using var socket = new ClientWebSocket();
        socket.Options.HttpVersion = new Version(2, 0);
        socket.Options.HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        using var invoker = new HttpMessageInvoker(new SocketsHttpHandler { UseProxy = false });
        var address = new UriBuilder(_world.DataPlaneHttp2) { Scheme = "ws", Path = "/crm/contacts" }.Uri;

        await Assert.ThrowsAsync<WebSocketException>(() => socket.ConnectAsync(address, invoker, CancellationToken.None));
        Assert.Empty(_world.Service.Received);
    }

    [Fact]
    public async Task Tunnel_Returns400()
    {
        var answer = await SendAsync($"CONNECT 127.0.0.1:80 HTTP/1.1\nHost: 127.0.0.1:80\n{await AuthorizationAsync()}\nConnection: close\n\n");

        AssertRefused(answer, "ambiguous_path");
    }

    private async Task<string> AuthorizationAsync() => $"Authorization: Bearer {await _world.TokenAsync("agent@acme")}";

    private Task<RawAnswer> SendAsync(string message)
    {
        _world.Service.Reset();
        return RawHttp.ExchangeAsync(_world.DataPlane, message);
    }

    private void AssertRefused(RawAnswer answer, string reason)
    {
        Assert.Equal(400, answer.Status);
        Assert.Contains($"\"reason\":\"{reason}\"", answer.Text, StringComparison.Ordinal);
        Assert.Empty(_world.Service.Received);
    }
}
