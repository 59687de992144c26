using System.Globalization;
using System.Net.Sockets;
using System.Text;
using TenantGateway.Faults.World;
using TenantGateway.Tests.World;

namespace TenantGateway.Faults.Faults;

/// <summary>SIGTERM while callers send one request after the other on connections that they keep.</summary>
internal sealed class TerminateFault : IFault
{
    private const int Clients = 16;

    private int _answered;
    private int _failed;
    private volatile bool _isOver;

    public string Name => "SIGTERM under load";

    public string Promise => "no request that was accepted fails";

    public async Task<Observation> RunAsync(FaultContext context, CancellationToken cancellationToken)
    {
        await using var world = await FaultWorld.StartAsync(cancellationToken);
        world.Delay = TimeSpan.FromMilliseconds(100);
        var request = Encoding.ASCII.GetBytes($"GET /crm/contacts/1 HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {await world.TokenAsync("agent@acme")}\r\n\r\n");
        var clients = Enumerable.Range(0, Clients).Select(_ => CallAsync(world.DataPlane, request, cancellationToken)).ToArray();
        await Task.Delay(TimeSpan.FromSeconds(1), cancellationToken);
        await world.Gateway.SignalAsync("-TERM");
        var exit = await world.Gateway.ExitAsync();
        _isOver = true;
        await Task.WhenAll(clients);
        await AuditRecords.ReadAsync(world.GatewayDirectory, "operator");
        return Observation.Of(_failed == 0 && _answered > 0 && exit == 0, string.Create(CultureInfo.InvariantCulture, $"{_answered} answered, {_failed} failed, exit code {exit}"));
    }

    private async Task CallAsync(Uri address, byte[] request, CancellationToken cancellationToken)
    {
        while (!_isOver)
        {
            using var client = new TcpClient();
            try
            {
                await client.ConnectAsync(address.Host, address.Port, cancellationToken);
            }
            catch (SocketException)
            {
                return;
            }

            // A new connection that ends without a word may never have left the system's queue: nobody accepted it.
            for (var isNew = true; await ExchangeAsync(client.GetStream(), request, isNew, cancellationToken); isNew = false)
            {
            }
        }
    }

    /// <returns>Whether the connection may be used again.</returns>
    private async Task<bool> ExchangeAsync(NetworkStream stream, byte[] request, bool isNew, CancellationToken cancellationToken)
    {
        var answer = "";
        var buffer = new byte[16 * 1024];
        try
        {
            await stream.WriteAsync(request, cancellationToken);
            while (!IsWhole(answer))
            {
                var read = await stream.ReadAsync(buffer, cancellationToken);
                if (read == 0) break;
                answer += Encoding.Latin1.GetString(buffer, 0, read);
            }
        }
        catch (IOException)
        {
            // Judged by what had come.
        }

        var isGood = IsWhole(answer) && answer.StartsWith("HTTP/1.1 200 ", StringComparison.Ordinal);
        if (isGood) Interlocked.Increment(ref _answered);
        else if (!isNew || answer.Length > 0) Interlocked.Increment(ref _failed);
        return isGood && !answer.Contains("\r\nConnection: close\r\n", StringComparison.OrdinalIgnoreCase);
    }

    private static bool IsWhole(string answer)
    {
        var head = answer.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (head < 0) return false;
        var length = answer.Split("\r\n").FirstOrDefault(line => line.StartsWith("Content-Length: ", StringComparison.OrdinalIgnoreCase));
        return length is not null && answer.Length - head - 4 >= int.Parse(length.AsSpan(16), CultureInfo.InvariantCulture);
    }
}
