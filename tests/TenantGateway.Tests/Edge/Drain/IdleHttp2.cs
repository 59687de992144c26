using System.Buffers.Binary;
using System.Net.Sockets;

namespace TenantGateway.Tests.Edge.Drain;

/// <summary>A connection in cleartext HTTP/2 on which nothing is asked.</summary>
internal sealed class IdleHttp2 : IDisposable
{
    private const byte GoAway = 7;

    private static readonly byte[] PrefaceAndEmptySettings = [.. "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8, 0, 0, 0, 4, 0, 0, 0, 0, 0];

    private readonly CancellationTokenSource _deadline = new(TimeSpan.FromSeconds(60));
    private readonly TcpClient _client = new();

    public static async Task<IdleHttp2> ConnectAsync(Uri address)
    {
        var connection = new IdleHttp2();
        await connection._client.ConnectAsync(address.Host, address.Port, connection._deadline.Token);
        await connection._client.GetStream().WriteAsync(PrefaceAndEmptySettings, connection._deadline.Token);
        return connection;
    }

    /// <summary>Waits for the end of the connection; true where the server said before that no further stream is taken, and without an error.</summary>
    public async Task<bool> IsSentAwayAsync()
    {
        var head = new byte[9];
        var isSentAway = false;
        while (await _client.GetStream().ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, _deadline.Token) == head.Length)
        {
            var payload = new byte[BinaryPrimitives.ReadUInt32BigEndian(head) >> 8];
            await _client.GetStream().ReadExactlyAsync(payload, _deadline.Token);
            if (head[3] == GoAway) isSentAway = BinaryPrimitives.ReadInt32BigEndian(payload.AsSpan(4)) == 0;
        }

        return isSentAway;
    }

    public void Dispose()
    {
        _client.Dispose();
        _deadline.Dispose();
    }
}
