using System.Net;
using System.Net.Sockets;
using TenantGateway.Tests.Demo;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Isolation;

/// <summary>A proxy may send the requests of many people over one connection: what is remembered with it is nobody else's.</summary>
public sealed class OneConnectionTests(SharedWorld shared) : IClassFixture<SharedWorld>
{
    private readonly GatewayWorld _world = shared.World;
    private int _connections;

    [Fact]
    public async Task PeopleInTurns_AreEachTakenForThemselves()
    {
        using var handler = new SocketsHttpHandler { MaxConnectionsPerServer = 1, ConnectCallback = ConnectAsync };
        using var client = new HttpClient(handler) { BaseAddress = _world.DataPlane };
        var (acme, globex) = (await _world.TokenAsync("agent@acme"), await _world.TokenAsync("agent@globex"));
        // Of the length of a good one, and good up to its last letters.
        var forged = acme[..^4] + (acme.EndsWith("AAAA", StringComparison.Ordinal) ? "BBBB" : "AAAA");

        foreach (var (token, tenant) in ((string, string?)[])[(acme, "acme"), (globex, "globex"), (globex, "globex"), (forged, null), (acme, "acme"), (acme, "acme"), (forged, null), (globex, "globex")])
            Assert.Equal(tenant, await TenantOfAsync(client, token));

        Assert.Equal(1, _connections);
    }

    // Null where the token was refused.
    private async Task<string?> TenantOfAsync(HttpClient client, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "crm/contacts").With("Authorization", $"Bearer {token}");
        using var response = await client.SendAsync(request);
        await response.Content.ReadAsByteArrayAsync();
        if (response.StatusCode == HttpStatusCode.Unauthorized) return null;
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return _world.Service.Last.Headers["X-Tenant-Id"];
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        _connections++;
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
        return new NetworkStream(socket, ownsSocket: true);
    }
}
