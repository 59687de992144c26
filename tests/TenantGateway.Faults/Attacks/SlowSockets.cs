using System.Net;
using System.Net.Sockets;
using System.Text;
using TenantGateway.Faults.World;

namespace TenantGateway.Faults.Attacks;

/// <summary>Many connections that each do next to nothing, for as long as they are let.</summary>
internal sealed class SlowSockets(Func<string, (string Start, string Trickle)> shape) : IAttack
{
    private const int Connections = 200;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    public static (string Start, string Trickle) HeadsThatTrickle(string token) => ("GET /crm/contacts/1 HTTP/1.1\r\nHost: localhost\r\n", "X-A: b\r\n");

    // With a good token: nobody reads the body of a stranger.
    public static (string Start, string Trickle) BodiesThatTrickle(string token) =>
        ($"POST /crm/contacts HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\nContent-Type: application/json\r\nContent-Length: 8000000\r\n\r\n{{", " ");

    public static (string Start, string Trickle) AnswersThatAreNotRead(string token) =>
        ($"GET /crm/contacts/large HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n\r\n", "");

    public TimeSpan Settling => TimeSpan.FromSeconds(1);

    public async Task<string> RunAsync(FaultWorld world, CancellationToken until)
    {
        var (start, trickle) = shape(await world.TokenAsync("agent@globex"));
        // Few where each makes the gateway hold a large answer: the attack is their slowness, not the traffic.
        var count = trickle.Length == 0 ? Connections / 10 : Connections;
        var open = await Task.WhenAll(Enumerable.Range(0, count).Select(_ => HoldAsync(world.DataPlane, start, trickle, until)));
        return $"{open.Count(isOpen => isOpen)} of {count} connections held";
    }

    private static async Task<bool> HoldAsync(Uri address, string start, string trickle, CancellationToken until)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096 };
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Parse("127.0.0.2"), 0));
            await socket.ConnectAsync(address.Host, address.Port, until);
            await socket.SendAsync(Encoding.ASCII.GetBytes(start), until);
            while (true)
            {
                await Task.Delay(Interval, until);
                if (trickle.Length > 0) await socket.SendAsync(Encoding.ASCII.GetBytes(trickle), until);
            }
        }
        catch (OperationCanceledException)
        {
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
