using TenantGateway.Faults.World;
using TenantGateway.Tests.Demo;
using TenantGateway.Tests.World;

namespace TenantGateway.Faults.Faults;

/// <summary>Callers who hang up in the middle of what they send.</summary>
internal sealed class BrokenRequestFault : IFault
{
    private const int Each = 20;

    private static readonly (string Framing, string Body)[] Ways =
        [("Content-Length: 100", "{\"name\":\"Ada\"}"), ("Transfer-Encoding: chunked", "e\r\n{\"name\":\"Ada\"}\r\n"), ("Transfer-Encoding: chunked", "ff\r\n{\"name\":\"Ada\"}")];

    public string Name => "request cut off";

    public string Promise => "no service gets half a request; the gateway goes on";

    public async Task<Observation> RunAsync(FaultContext context, CancellationToken cancellationToken)
    {
        await using var world = await FaultWorld.StartAsync(cancellationToken);
        var token = await world.TokenAsync("agent@acme");
        foreach (var (framing, body) in Ways)
        {
            for (var i = 0; i < Each; i++)
            {
                await RawHttp.ExchangeExactlyAsync(
                    world.DataPlane, $"POST /raw/x HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\nContent-Type: application/json\r\n{framing}\r\n\r\n{body}", hangUp: true);
            }
        }

        using var client = LoopbackClient.Create(world.DataPlane);
        using var request = LoopbackClient.Request(HttpMethod.Post, "crm/contacts", """{"name":"Ada"}""").With("Authorization", $"Bearer {token}");
        using var after = await client.SendAsync(request, cancellationToken);
        return Observation.Of(world.Raw.Requests == 0 && (int)after.StatusCode == 201, $"{world.Raw.Requests} of {Ways.Length * Each} reached the service; then {(int)after.StatusCode}");
    }
}
