using System.Net;
using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Http;
using TenantGateway.Tests.Certificates;
using TenantGateway.Tests.Demo;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Forwarding;

/// <summary>gRPC and WebSockets with TLS on both sides of the gateway.</summary>
public sealed class TlsStreamTests
{
    private static readonly byte[] Message = [0, 0, 0, 0, 3, .. "ada"u8];

    [Fact]
    public async Task GrpcCall_ComesBackWithItsTrailers()
    {
        await using var service = await TlsService.StartAsync(handle: async context =>
        {
            context.Response.ContentType = "application/grpc";
            await context.Request.Body.CopyToAsync(context.Response.Body);
            context.Response.AppendTrailer("grpc-status", "0");
        });
        await using var tls = await StartAsync(service);
        using var client = tls.Data.Client();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("https://localhost/live/contacts.Contacts/Find"))
        {
            Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact, Content = new StreamedContent("application/grpc", stream => stream.WriteAsync(Message).AsTask()),
        };
        request.With("TE", "trailers").With("Authorization", $"Bearer {await tls.World.TokenAsync("agent@acme")}");

        using var answer = await client.SendAsync(request);

        Assert.Equal(200, (int)answer.StatusCode);
        Assert.Equal(Message, await answer.Content.ReadAsByteArrayAsync());
        Assert.Equal(["0"], answer.TrailingHeaders.GetValues("grpc-status"));
        Assert.Equal(["HTTP/2"], service.Requests);
    }

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task WebSocket_CarriesMessagesBothWays(string version)
    {
        await using var service = await TlsService.StartAsync(handle: async context =>
        {
            using var accepted = await context.WebSockets.AcceptWebSocketAsync();
            var buffer = new byte[100];
            var message = await accepted.ReceiveAsync(buffer, context.RequestAborted);
            await accepted.SendAsync(buffer.AsMemory(0, message.Count), message.MessageType, true, context.RequestAborted);
            await accepted.CloseAsync(WebSocketCloseStatus.NormalClosure, null, context.RequestAborted);
        });
        await using var tls = await StartAsync(service);
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Authorization", $"Bearer {await tls.World.TokenAsync("agent@acme")}");
        (socket.Options.HttpVersion, socket.Options.HttpVersionPolicy) = (Version.Parse(version), HttpVersionPolicy.RequestVersionExact);
        using var invoker = new HttpMessageInvoker(tls.Data.Handler());

        await socket.ConnectAsync(new Uri("wss://localhost/live/socket"), invoker, CancellationToken.None);
        await socket.SendAsync("ada"u8.ToArray(), WebSocketMessageType.Text, true, CancellationToken.None);
        var received = new byte[100];
        var answer = await socket.ReceiveAsync(received, CancellationToken.None);

        Assert.Equal("ada", Encoding.UTF8.GetString(received, 0, answer.Count));
    }

    private static Task<TlsWorld> StartAsync(TlsService service) => TlsWorld.StartAsync(
        pki =>
        {
            service.Certificate = pki.Issue(["localhost"]);
            return new()
            {
                ["ReverseProxy:Routes:live:ClusterId"] = "live",
                ["ReverseProxy:Routes:live:Match:Path"] = "/live/{**rest}",
                ["ReverseProxy:Routes:live:Metadata:Policy"] = "live",
                ["ReverseProxy:Clusters:live:Destinations:only:Address"] = service.Address.AbsoluteUri,
                ["ReverseProxy:Clusters:live:HttpRequest:Version"] = "2",
                ["ReverseProxy:Clusters:live:HttpRequest:VersionPolicy"] = "RequestVersionExact",
                ["ReverseProxy:Clusters:live:Metadata:CertificateAuthorities"] = pki.AuthorityFile,
            };
        },
        new Dictionary<string, string> { ["live.json"] = """{ "name": "live", "opaque": ["application/grpc", "websocket"] }""" });
}
