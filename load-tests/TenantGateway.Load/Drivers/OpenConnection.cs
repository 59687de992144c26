using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace TenantGateway.Load.Drivers;

/// <summary>A connection on which one request at a time is under way.</summary>
internal sealed class OpenConnection : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _buffer = new byte[64 * 1024];
    private long _due;

    public async Task ConnectAsync(IPEndPoint address, CancellationToken cancellationToken) => await _socket.ConnectAsync(address, cancellationToken);

    /// <summary>Sends a whole request; nothing is under way.</summary>
    /// <param name="request">As it goes over the wire.</param>
    /// <param name="due">When it was to be sent.</param>
    public void Send(ReadOnlySpan<byte> request, long due)
    {
        _due = due;
        while (!request.IsEmpty) request = request[_socket.Send(request)..];
    }

    /// <summary>Reads answer after answer until the connection is closed.</summary>
    /// <param name="answered">Is told how long each took from when it was due, and whether it is what it should be.</param>
    public async Task ReadAsync(Action<OpenConnection, TimeSpan, bool> answered)
    {
        try
        {
            while (true)
            {
                var length = 0;
                do
                {
                    var read = await _socket.ReceiveAsync(_buffer.AsMemory(length), SocketFlags.None);
                    if (read == 0) return;
                    length += read;
                }
                while (!RawAnswer.IsWhole(_buffer.AsSpan(0, length)));
                answered(this, Stopwatch.GetElapsedTime(_due), RawAnswer.IsOk(_buffer));
            }
        }
        catch (Exception failed) when (failed is SocketException or ObjectDisposedException)
        {
            // Whoever waits for answers counts those that do not come.
        }
    }

    public void Dispose() => _socket.Dispose();
}
