using System.Diagnostics;
using System.Net.WebSockets;
using TenantGateway.Faults.Keys.World;
using TenantGateway.Tests.World;

namespace TenantGateway.Faults.Keys.Revocation;

/// <summary>A WebSocket of a tenant on which the service chats until somebody ends it.</summary>
internal sealed class OpenStream : IDisposable
{
    private readonly ClientWebSocket _socket = new();

    public static async Task<OpenStream> OpenAsync(KeyWorld world, GatewayProcess replica, string user, CancellationToken cancellationToken)
    {
        var stream = new OpenStream();
        stream._socket.Options.SetRequestHeader("Authorization", $"Bearer {await world.TokenAsync(user)}");
        using var invoker = new HttpMessageInvoker(new SocketsHttpHandler { UseProxy = false }, disposeHandler: false);
        await stream._socket.ConnectAsync(new UriBuilder(replica.Data) { Scheme = "ws", Path = "live/a" }.Uri, invoker, cancellationToken);
        return stream;
    }

    public static Task<OpenStream[]> OpenAllAsync(KeyWorld world, string user, CancellationToken cancellationToken) =>
        Task.WhenAll(world.Replicas.Select(replica => OpenAsync(world, replica, user, cancellationToken)));

    /// <summary>Listens until it is ended.</summary>
    public async Task<TimeSpan> EndedAsync(Stopwatch since, CancellationToken cancellationToken)
    {
        var buffer = new byte[16];
        try
        {
            while ((await _socket.ReceiveAsync(buffer, cancellationToken)).MessageType != WebSocketMessageType.Close)
            {
            }
        }
        catch (WebSocketException)
        {
            // Broken off, which is an end too.
        }

        return since.Elapsed;
    }

    /// <summary>Whether the service is still heard.</summary>
    public async Task<bool> IsOpenAsync(CancellationToken cancellationToken)
    {
        try
        {
            // What lies there from before does not count.
            var buffer = new byte[1];
            for (var heard = 0; heard < 2000 && _socket.State == WebSocketState.Open; heard++)
            {
                var started = Stopwatch.GetTimestamp();
                await _socket.ReceiveAsync(buffer, cancellationToken);
                if (Stopwatch.GetElapsedTime(started) > TimeSpan.FromMilliseconds(20)) return true;
            }

            return false;
        }
        catch (WebSocketException)
        {
            return false;
        }
    }

    public void Dispose() => _socket.Dispose();
}
