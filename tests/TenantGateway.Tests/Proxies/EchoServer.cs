using System.Net;
using System.Net.Sockets;
using System.Text;

namespace TenantGateway.Tests.Proxies;

/// <summary>Sends back what it gets, and keeps count.</summary>
internal sealed class EchoServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly StringBuilder _received = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _accepting;
    private int _ended;
    private int _resets;

    public EchoServer()
    {
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync();
    }

    public int Port { get; }

    /// <summary>All that came on all connections.</summary>
    public string Received
    {
        get
        {
            lock (_received) return _received.ToString();
        }
    }

    /// <summary>How many connections callers ended in order.</summary>
    public int Ended => Volatile.Read(ref _ended);

    public int Resets => Volatile.Read(ref _resets);

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Stop();
        await _accepting;
    }

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true) connections.Add(EchoAsync(await _listener.AcceptTcpClientAsync(_stopping.Token)));
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task EchoAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                var buffer = new byte[16 * 1024];
                while (await client.GetStream().ReadAsync(buffer, _stopping.Token) is > 0 and var length)
                {
                    lock (_received) _received.Append(Encoding.ASCII.GetString(buffer, 0, length));
                    await client.GetStream().WriteAsync(buffer.AsMemory(0, length), _stopping.Token);
                }

                Interlocked.Increment(ref _ended);
            }
            catch (IOException)
            {
                Interlocked.Increment(ref _resets);
            }
            catch (OperationCanceledException)
            {
                // The test has ended.
            }
        }
    }
}
