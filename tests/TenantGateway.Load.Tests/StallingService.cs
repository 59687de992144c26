using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace TenantGateway.Load.Tests;

/// <summary>Answers at once, but for a while in which it answers nobody, and one request in so many with an error.</summary>
internal sealed class StallingService : IDisposable
{
    private static readonly byte[] Ok = Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
    private static readonly byte[] Failed = Encoding.ASCII.GetBytes("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n");

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly byte[] _end;
    private long _first;
    private int _requests;

    /// <param name="body">With which every request ends.</param>
    public StallingService(string body)
    {
        _end = Encoding.UTF8.GetBytes(body);
        _listener.Start();
        _ = AcceptAsync();
    }

    public Uri Address => new UriBuilder(Uri.UriSchemeHttp, "127.0.0.1", ((IPEndPoint)_listener.LocalEndpoint).Port).Uri;

    /// <summary>Counted from the first request.</summary>
    public TimeSpan StallsFrom { get; init; }

    /// <inheritdoc cref="StallsFrom"/>
    public TimeSpan StallsUntil { get; init; }

    /// <summary>Each so many is answered with an error; 0 for none.</summary>
    public int FailsEach { get; init; }

    public int Requests => Volatile.Read(ref _requests);

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true) _ = ServeAsync(await _listener.AcceptSocketAsync());
        }
        catch (Exception closed) when (closed is SocketException or ObjectDisposedException)
        {
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        using var connection = socket;
        var buffer = new byte[16 * 1024];
        try
        {
            while (true)
            {
                var length = 0;
                do
                {
                    var read = await connection.ReceiveAsync(buffer.AsMemory(length));
                    if (read == 0) return;
                    length += read;
                }
                while (!buffer.AsSpan(0, length).EndsWith(_end));
                await StallAsync();
                var number = Interlocked.Increment(ref _requests);
                await connection.SendAsync(FailsEach > 0 && number % FailsEach == 0 ? Failed : Ok);
            }
        }
        catch (SocketException)
        {
        }
    }

    private async Task StallAsync()
    {
        var now = Stopwatch.GetTimestamp();
        Interlocked.CompareExchange(ref _first, now, 0);
        var since = Stopwatch.GetElapsedTime(Interlocked.Read(ref _first), now);
        if (since >= StallsFrom && since < StallsUntil) await Task.Delay(StallsUntil - since);
    }
}
