using System.Net;
using System.Net.WebSockets;
using Microsoft.Extensions.DependencyInjection;
using TenantGateway.Tests.Demo;

namespace TenantGateway.Tests.World;

/// <summary>
/// A gateway before a live service. Route <c>/live</c> protects an email and lets PNG, CSV answers, gRPC, event streams and WebSockets pass; <c>/h2</c> is the
/// same with HTTP/2 to the service; <c>/kept</c> lets caches keep what passes; <c>/crm</c> declares nothing.
/// </summary>
public sealed class OpaqueWorld : IAsyncLifetime
{
    private const string Policy =
        """
        {
          "name": "live",
          "fields": [ { "select": "$.email", "class": "email" } ],
          "access": { "write": [ { "classes": ["email"], "roles": ["contacts.agent"] } ] },
          "opaque": ["image/png", { "type": "text/csv", "direction": "response" }, "application/grpc", "text/event-stream", "websocket"]
        }
        """;

    private const string Kept = """{ "name": "kept", "fields": [ { "select": "$.email", "class": "email" } ], "opaque": ["image/png"], "caching": "opaque" }""";

    private GatewayWorld? _world;
    private LiveService? _service;

    internal GatewayWorld World => _world ?? throw new InvalidOperationException("Not started.");

    internal LiveService Service => _service ?? throw new InvalidOperationException("Not started.");

    public async Task InitializeAsync() => (_world, _service) = await StartAsync();

    public async Task DisposeAsync()
    {
        await World.DisposeAsync();
        await Service.DisposeAsync();
    }

    internal static async Task<(GatewayWorld World, LiveService Service)> StartAsync(IReadOnlyDictionary<string, string?>? more = null, Action<IServiceCollection>? services = null)
    {
        var service = await LiveService.StartAsync();
        var overrides = new Dictionary<string, string?>(more ?? new Dictionary<string, string?>())
        {
            ["ReverseProxy:Clusters:crm:Destinations:only:Address"] = service.Address.AbsoluteUri,
            ["ReverseProxy:Routes:live:ClusterId"] = "crm",
            ["ReverseProxy:Routes:live:Match:Path"] = "/live/{**rest}",
            ["ReverseProxy:Routes:live:Metadata:Policy"] = "live",
            ["ReverseProxy:Routes:kept:ClusterId"] = "crm",
            ["ReverseProxy:Routes:kept:Match:Path"] = "/kept/{**rest}",
            ["ReverseProxy:Routes:kept:Metadata:Policy"] = "kept",
            ["ReverseProxy:Routes:h2:ClusterId"] = "h2",
            ["ReverseProxy:Routes:h2:Match:Path"] = "/h2/{**rest}",
            ["ReverseProxy:Routes:h2:Metadata:Policy"] = "live",
            ["ReverseProxy:Clusters:h2:Destinations:only:Address"] = service.Http2Address.AbsoluteUri,
            ["ReverseProxy:Clusters:h2:HttpRequest:Version"] = "2",
            ["ReverseProxy:Clusters:h2:HttpRequest:VersionPolicy"] = "RequestVersionExact",
        };
        return (await GatewayWorld.StartAsync(overrides, policies: new Dictionary<string, string> { ["live.json"] = Policy, ["kept.json"] = Kept }, services: services), service);
    }
}

/// <summary>What tests send to an opaque route.</summary>
internal static class OpaqueCalls
{
    public static async Task<HttpRequestMessage> RequestAsync(this GatewayWorld world, HttpMethod method, string path, HttpContent? content = null, bool http2 = false, string more = "&mfa=true")
    {
        var address = new Uri(http2 ? world.DataPlaneHttp2 : world.DataPlane, path);
        var request = new HttpRequestMessage(method, address) { Content = content }.With("Authorization", $"Bearer {await world.TokenAsync("agent@acme", more)}");
        if (http2) (request.Version, request.VersionPolicy) = (HttpVersion.Version20, HttpVersionPolicy.RequestVersionExact);
        return request;
    }

    /// <summary>Sends and returns as soon as the head of the answer is there.</summary>
    public static async Task<HttpResponseMessage> StartAsync(this GatewayWorld world, HttpRequestMessage request) =>
        await world.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);

    public static async Task<ClientWebSocket> ConnectAsync(this GatewayWorld world, string path, bool http2 = false, string more = "&mfa=true", Action<ClientWebSocketOptions>? options = null)
    {
        var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Authorization", $"Bearer {await world.TokenAsync("agent@acme", more)}");
        if (http2) (socket.Options.HttpVersion, socket.Options.HttpVersionPolicy) = (HttpVersion.Version20, HttpVersionPolicy.RequestVersionExact);
        socket.Options.CollectHttpResponseDetails = true;
        options?.Invoke(socket.Options);
        using var invoker = new HttpMessageInvoker(new SocketsHttpHandler { UseProxy = false }, disposeHandler: false);
        try
        {
            await socket.ConnectAsync(new UriBuilder(http2 ? world.DataPlaneHttp2 : world.DataPlane) { Scheme = "ws", Path = path }.Uri, invoker, CancellationToken.None);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
