using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Http;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Protection;

/// <summary>WebSockets of both kinds pass where the policy declares them, and nothing that only looks like one.</summary>
public sealed class WebSocketTests(OpaqueWorld fixture) : IClassFixture<OpaqueWorld>
{
    private const string Handshake = "Connection: Upgrade\nUpgrade: websocket\nSec-WebSocket-Version: 13\nSec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\n";
    private const string Then = "\nGET / HTTP/1.1\nHost: localhost\nConnection: close\n\n";

    private readonly GatewayWorld _world = fixture.World;
    private readonly LiveService _service = fixture.Service;

    [Theory]
    [InlineData("live/socket", false)]
    [InlineData("live/socket", true)]
    [InlineData("h2/socket", false)]
    [InlineData("h2/socket", true)]
    public async Task DeclaredWebSocket_CarriesMessagesBothWays(string path, bool http2)
    {
        _service.Handle = EchoAsync;

        using var socket = await _world.ConnectAsync(path, http2, options: options =>
        {
            options.AddSubProtocol("chat.v2");
            options.SetRequestHeader("Origin", "https://attacker.example");
        });
        await socket.SendAsync(Encoding.UTF8.GetBytes("ada@example.org"), WebSocketMessageType.Text, true, CancellationToken.None);
        var buffer = new byte[100];
        var received = await socket.ReceiveAsync(buffer, CancellationToken.None);
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);

        Assert.Equal("ada@example.org", Encoding.UTF8.GetString(buffer, 0, received.Count));
        Assert.Equal("chat.v2", socket.SubProtocol);
        Assert.Equal("acme", _service.Headers["X-Tenant-Id"]);
        Assert.True(_service.Headers.ContainsKey("X-Gateway-Assertion"));
        Assert.DoesNotContain(_service.Headers.Keys, header => header.ToLowerInvariant() is "authorization" or "origin" or "cookie");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task UndeclaredWebSocket_IsRefused(bool http2)
    {
        var before = _service.Requests;

        await Assert.ThrowsAsync<WebSocketException>(() => _world.ConnectAsync("crm/contacts", http2));
        Assert.Equal(before, _service.Requests);
    }

    [Theory]
    [InlineData("crm/contacts", Handshake, "upgrade_refused")]
    [InlineData("nowhere", Handshake, "unknown_route")]
    [InlineData("live/socket", "Connection: Upgrade\nUpgrade: h2c\nSec-WebSocket-Version: 13\nSec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\n", "upgrade_refused")]
    [InlineData("live/socket", "Connection: Upgrade\nUpgrade: SPDY/3\n", "upgrade_refused")]
    [InlineData("live/socket", "Connection: Upgrade\nUpgrade: websocket, h2c\nSec-WebSocket-Version: 13\nSec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\n", "upgrade_refused")]
    [InlineData("live/socket", "Connection: Upgrade\nUpgrade: websocket\nUpgrade: h2c\nSec-WebSocket-Version: 13\nSec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\n", "upgrade_refused")]
    [InlineData("live/socket", "Connection: Upgrade\nUpgrade: websocket\nSec-WebSocket-Version: 1337\nSec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\n", "upgrade_refused")]
    [InlineData("live/socket", "Connection: Upgrade\nUpgrade: websocket\nSec-WebSocket-Version: 13\n", "upgrade_refused")]
    [InlineData("live/socket", "Connection: Upgrade\nUpgrade: websocket\n", "upgrade_refused")]
    public async Task WhatIsNoPlainHandshakeOfADeclaredRoute_IsRefused(string path, string headers, string reason)
    {
        var before = _service.Requests;

        var answer = await SendAsync("GET", path, headers);

        Assert.Contains($"\"reason\":\"{reason}\"", answer.Text, StringComparison.Ordinal);
        Assert.Equal(before, _service.Requests);
    }

    [Fact]
    public async Task HandshakeByPost_IsRefused() => Assert.Contains("\"upgrade_refused\"", (await SendAsync("POST", "live/socket", Handshake)).Text, StringComparison.Ordinal);

    [Fact]
    public async Task HandshakeWithABody_IsRefused()
    {
        var before = _service.Requests;

        Assert.Equal(415, (await SendAsync("GET", "live/socket", Handshake + "Content-Length: 2\n", "{}")).Status);
        Assert.Equal(before, _service.Requests);
    }

    [Fact]
    public async Task HandshakeWithoutAToken_Is401()
    {
        var answer = await RawHttp.ExchangeAsync(_world.DataPlane, $"GET /live/socket HTTP/1.1\nHost: localhost\n{Handshake}{Then}");

        Assert.Equal(401, answer.Status);
    }

    [Fact]
    public async Task HandshakeOnTheAdminPlane_IsRefused()
    {
        var answer = await RawHttp.ExchangeAsync(_world.AdminPlane, $"GET /healthz/live HTTP/1.1\nHost: localhost\n{Handshake}{Then}");

        Assert.Contains("\"upgrade_refused\"", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ServiceThatDoesNotAccept_AnswersAsToAnyRequest()
    {
        _service.Handle = context => RecordingService.WriteAsync(context, 200, "application/json", "{\"a\":1}"u8.ToArray());

        var answer = await SendAsync("GET", "live/socket", Handshake);

        Assert.Equal(200, answer.Status);
        Assert.Contains("{\"a\":1}", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DocumentInAnswerToAnExtendedConnect_IsNoTunnel()
    {
        _service.Handle = context => RecordingService.WriteAsync(context, 200, "application/json", "{\"a\":1}"u8.ToArray());

        var refused = await Assert.ThrowsAsync<WebSocketException>(() => _world.ConnectAsync("live/socket", http2: true));
        Assert.Contains("502", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Connection: Upgrade\r\nUpgrade: websocket\r\n")]
    [InlineData("Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: AAAAAAAAAAAAAAAAAAAAAAAAAAA=\r\n")]
    [InlineData("Connection: Upgrade\r\nUpgrade: tcp\r\nSec-WebSocket-Accept: BACScCJPNqyz+UBoqMH89VmURoA=\r\n")]
    [InlineData("")]
    public async Task SwitchThatIsNoAnswerToTheKey_IsWithheld(string headers)
    {
        await using var raw = new RawService { Answer = $"HTTP/1.1 101 Switching Protocols\n{headers.Replace("\r\n", "\n", StringComparison.Ordinal)}\nada.secret" };
        await using var world = await GatewayWorld.StartAsync(
            new Dictionary<string, string?> { ["ReverseProxy:Clusters:crm:Destinations:only:Address"] = raw.Address.AbsoluteUri, ["ReverseProxy:Routes:crm:Metadata:Policy"] = "sockets" },
            policies: new Dictionary<string, string> { ["sockets.json"] = """{ "name": "sockets", "opaque": ["websocket"] }""" });

        var answer = await RawHttp.ExchangeAsync(
            world.DataPlane, $"GET /crm/socket HTTP/1.1\nHost: localhost\nAuthorization: Bearer {await world.TokenAsync("agent@acme")}\n{Handshake}{Then}");

        Assert.Equal(502, answer.Status);
        Assert.DoesNotContain("ada.secret", answer.Text, StringComparison.Ordinal);
    }

    private async Task<RawAnswer> SendAsync(string method, string path, string headers, string body = "") => await RawHttp.ExchangeAsync(
        _world.DataPlane, $"{method} /{path} HTTP/1.1\nHost: localhost\nAuthorization: Bearer {await _world.TokenAsync("agent@acme")}\n{headers}\n{body}{Then.TrimStart()}");

    private static async Task EchoAsync(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync(context.WebSockets.WebSocketRequestedProtocols.FirstOrDefault());
        var buffer = new byte[100];
        while (await socket.ReceiveAsync(buffer, context.RequestAborted) is { MessageType: not WebSocketMessageType.Close } message)
            await socket.SendAsync(buffer.AsMemory(0, message.Count), message.MessageType, message.EndOfMessage, context.RequestAborted);
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, context.RequestAborted);
    }
}
