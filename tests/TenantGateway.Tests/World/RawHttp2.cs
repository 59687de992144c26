using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;

namespace TenantGateway.Tests.World;

/// <summary>Sends exact HTTP/2 frames (RFC 9113) and understands as much of what comes back as tests need; no client library mends what it is given.</summary>
internal sealed class RawHttp2 : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly byte[] Preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8.ToArray();

    // SETTINGS_HEADER_TABLE_SIZE = 0: answers come without a table that one would have to keep.
    private static readonly byte[] Settings = [0, 1, 0, 0, 0, 0];

    private readonly TcpClient _client = new();
    private readonly CancellationTokenSource _deadline = new(Patience);
    private Stream? _stream;
    private bool _isCut;

    private Stream Stream => _stream ?? throw new InvalidOperationException("Not connected.");

    public static async Task<RawHttp2> ConnectAsync(Uri address)
    {
        var connection = new RawHttp2();
        await connection._client.ConnectAsync(address.Host, address.Port, connection._deadline.Token);
        connection._client.NoDelay = true;
        return await StartAsync(connection, connection._client.GetStream());
    }

    /// <summary>Speaks over a connection that is open already, and closes it.</summary>
    public static Task<RawHttp2> StartAsync(Stream stream) => StartAsync(new RawHttp2(), stream);

    /// <summary>One request on a connection of its own.</summary>
    public static async Task<RawHttp2Answer> ExchangeAsync(Uri address, IEnumerable<(string Name, string Value)> headers, string? body = null)
    {
        await using var connection = await ConnectAsync(address);
        await connection.SendHeadersAsync(1, headers, endStream: body is null);
        if (body is not null) await connection.SendAsync(FrameType.Data, FrameFlags.EndStream, 1, Encoding.Latin1.GetBytes(body));
        return await connection.ReadAnswerAsync(1);
    }

    /// <summary>A header block (RFC 7541) of literals without indexing, byte for byte.</summary>
    public static byte[] Block(IEnumerable<(string Name, string Value)> headers)
    {
        using var block = new MemoryStream();
        foreach (var (name, value) in headers)
        {
            block.WriteByte(0);
            WriteString(block, name);
            WriteString(block, value);
        }

        return block.ToArray();
    }

    public Task SendHeadersAsync(int stream, IEnumerable<(string Name, string Value)> headers, bool endStream = true) =>
        SendAsync(FrameType.Headers, (byte)(FrameFlags.EndHeaders | (endStream ? FrameFlags.EndStream : 0)), stream, Block(headers));

    public async Task SendAsync(FrameType type, byte flags, int stream, ReadOnlyMemory<byte> payload)
    {
        var frame = new byte[9 + payload.Length];
        BinaryPrimitives.WriteUInt32BigEndian(frame, ((uint)payload.Length << 8) | (byte)type);
        frame[4] = flags;
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(5), stream);
        payload.CopyTo(frame.AsMemory(9));
        await Stream.WriteAsync(frame, _deadline.Token);
    }

    /// <summary>Sends until the server has had enough of it.</summary>
    /// <returns>Whether the connection took all of it.</returns>
    public async Task<bool> TrySendAsync(int times, Func<int, Task> send)
    {
        try
        {
            for (var i = 0; i < times; i++) await send(i);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>Reads until the stream has its answer or its end, or the connection has its own.</summary>
    public async Task<RawHttp2Answer> ReadAnswerAsync(int stream)
    {
        var (status, text) = (0, new StringBuilder());
        while (await ReadFrameAsync() is { } frame)
        {
            switch (frame.Type)
            {
                case FrameType.GoAway:
                    var code = BinaryPrimitives.ReadInt32BigEndian(frame.Payload.AsSpan(4));
                    // Without an error it only says that no further stream is taken.
                    if (code != 0) return new RawHttp2Answer(status, text.ToString(), GoAway: code);
                    break;
                case FrameType.ResetStream when frame.Stream == stream:
                    return new RawHttp2Answer(status, text.ToString(), Reset: BinaryPrimitives.ReadInt32BigEndian(frame.Payload));
                case FrameType.Headers when frame.Stream == stream:
                    status = StatusOf(frame.Payload);
                    break;
                case FrameType.Data when frame.Stream == stream:
                    text.Append(Encoding.UTF8.GetString(frame.Payload));
                    break;
                case FrameType.Settings when (frame.Flags & FrameFlags.Acknowledge) == 0:
                    await TrySendAsync(1, _ => SendAsync(FrameType.Settings, FrameFlags.Acknowledge, 0, default));
                    break;
            }

            if (frame.Stream == stream && frame.Type is FrameType.Headers or FrameType.Data && (frame.Flags & FrameFlags.EndStream) != 0) break;
        }

        return new RawHttp2Answer(status, text.ToString(), IsCut: _isCut);
    }

    public async ValueTask DisposeAsync()
    {
        if (_stream is not null) await _stream.DisposeAsync();
        _client.Dispose();
        _deadline.Dispose();
    }

    private static async Task<RawHttp2> StartAsync(RawHttp2 connection, Stream stream)
    {
        connection._stream = stream;
        await stream.WriteAsync(Preface, connection._deadline.Token);
        await connection.SendAsync(FrameType.Settings, 0, 0, Settings);
        return connection;
    }

    private async Task<RawFrame?> ReadFrameAsync()
    {
        try
        {
            var head = new byte[9];
            await Stream.ReadExactlyAsync(head, _deadline.Token);
            var payload = new byte[BinaryPrimitives.ReadUInt32BigEndian(head) >> 8];
            await Stream.ReadExactlyAsync(payload, _deadline.Token);
            return new RawFrame((FrameType)head[3], head[4], BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(5)), payload);
        }
        catch (IOException end)
        {
            _isCut = end.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionReset };
            return null;
        }
    }

    // The status comes first; the table of RFC 7541 appendix A has seven, others are three digits behind a name from the table.
    private static int StatusOf(ReadOnlySpan<byte> block)
    {
        while (block[0] >> 5 == 1) block = block[1..];
        return (block[0] & 0x80) != 0
            ? new[] { 200, 204, 206, 304, 400, 404, 500 }[(block[0] & 0x7F) - 8]
            : int.Parse(Encoding.ASCII.GetString(block.Slice(2, 3)), provider: null);
    }

    private static void WriteString(MemoryStream block, string text)
    {
        // RFC 7541 section 5.1, with a prefix of seven bits.
        var rest = text.Length - 127;
        block.WriteByte((byte)Math.Min(text.Length, 127));
        for (; rest >= 128; rest >>= 7) block.WriteByte((byte)(0x80 | (rest & 0x7F)));
        if (rest >= 0) block.WriteByte((byte)rest);
        block.Write(Encoding.Latin1.GetBytes(text));
    }

    private sealed record RawFrame(FrameType Type, byte Flags, int Stream, byte[] Payload);
}

internal enum FrameType : byte
{
    Data = 0,
    Headers = 1,
    ResetStream = 3,
    Settings = 4,
    Ping = 6,
    GoAway = 7,
    WindowUpdate = 8,
    Continuation = 9,
}

internal static class FrameFlags
{
    public const byte EndStream = 1;
    public const byte Acknowledge = 1;
    public const byte EndHeaders = 4;
}

/// <summary>What became of a stream: a status and text, or an error code of the stream or of the connection (RFC 9113 section 7). Nothing of it: the connection ended.</summary>
/// <param name="IsCut">The connection was reset: TCP then discards what was on its way, also an error that the server had sent (RFC 9293 section 3.10.7.4).</param>
internal sealed record RawHttp2Answer(int Status, string Text, int? Reset = null, int? GoAway = null, bool IsCut = false);
