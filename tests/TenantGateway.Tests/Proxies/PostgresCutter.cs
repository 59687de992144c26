using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace TenantGateway.Tests.Proxies;

/// <summary>
/// Stands on a free port of loopback in front of a PostgreSQL server and takes what passes apart into the protocol's messages (version 3, in clear). Armed, it counts them as
/// they pass, in both directions, and cuts the connection at one of them: once.
/// </summary>
/// <remarks>The caller's side is reset. The server's side ends in order, so that the server reads to the end what it was sent, as it does when a network fails in its back.</remarks>
internal sealed class PostgresCutter : IAsyncDisposable
{
    // What stands in the place of the protocol's version.
    private const int TlsRequest = 80877103;
    private const int GssRequest = 80877104;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly int _server;
    private readonly Lock _counting = new();
    private readonly CancellationTokenSource _over = new();
    private readonly List<string> _passed = [];
    private readonly Task _accepting;
    private int _cutAt = -1;
    private Cut _cut;

    private PostgresCutter(int server)
    {
        _server = server;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Whether it has cut since it was armed.</summary>
    public bool HasCut { get; private set; }

    /// <summary>The messages since it was armed, such as <c>> Query COMMIT</c> of the caller and <c>&lt; Z</c> of the server; the last one is the one that it cut at.</summary>
    public IReadOnlyList<string> Passed
    {
        get
        {
            lock (_counting) return [.. _passed];
        }
    }

    /// <summary>The application whose connections are counted and cut, by the name that it gives itself; null for all.</summary>
    public string? Application { get; set; }

    /// <summary>What new connections wait for.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    /// <param name="server">The port of the server, on loopback.</param>
    public static PostgresCutter Start(int server) => new(server);

    /// <summary>Cuts at the message of that number from now on, counted from 0 over all connections.</summary>
    public void Arm(int number, Cut cut)
    {
        lock (_counting)
        {
            _passed.Clear();
            (_cutAt, _cut, HasCut) = (number, cut, false);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        _listener.Dispose();
        await _accepting;
    }

    private async Task AcceptAsync()
    {
        var running = new List<Task>();
        try
        {
            while (true) running.Add(RunAsync(await _listener.AcceptSocketAsync(_over.Token)));
        }
        catch (OperationCanceledException)
        {
            // Over.
        }

        await Task.WhenAll(running);
    }

    private async Task RunAsync(Socket caller)
    {
        using var server = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        using (caller)
        {
            (caller.NoDelay, server.NoDelay) = (true, true);
            try
            {
                await Gate;
                await server.ConnectAsync(IPAddress.Loopback, _server, _over.Token);
                var application = await StartUpAsync(caller, server);
                await await Task.WhenAny(PumpAsync('>', caller, server, caller, application), PumpAsync('<', server, caller, caller, application));
                server.Shutdown(SocketShutdown.Send);
                await DrainAsync(server);
            }
            catch (Exception ended) when (ended is SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // As connections end.
            }
        }
    }

    // Until the caller has said who it is, which is what it gives back. Where it asks for encryption it is told that there is none, by a byte that is no message.
    private async Task<string> StartUpAsync(Socket caller, Socket server)
    {
        while (await ReadMessageAsync(caller, isStartup: true) is { } message)
        {
            if (BinaryPrimitives.ReadInt32BigEndian(message.AsSpan(4)) is not (TlsRequest or GssRequest))
            {
                await SendAsync(server, message);
                return ApplicationIn(message);
            }

            await SendAsync(caller, "N"u8.ToArray());
        }

        return "";
    }

    // Names and values by turns, each with a zero byte behind it.
    private static string ApplicationIn(byte[] startup)
    {
        var words = Encoding.UTF8.GetString(startup.AsSpan(8)).Split('\0');
        var place = Array.IndexOf(words, "application_name");
        return place >= 0 ? words[place + 1] : "";
    }

    private async Task PumpAsync(char direction, Socket from, Socket to, Socket caller, string application)
    {
        await Task.Yield();
        while (await ReadMessageAsync(from, isStartup: false) is { } message)
        {
            var cut = Application is null || Application == application ? Count(direction, message) : null;
            if (cut is Cut.After or null) await SendAsync(to, message);
            else if (cut is Cut.Middle) await SendAsync(to, message.AsMemory(0, message.Length / 2));
            if (cut is null) continue;
            caller.LingerState = new LingerOption(true, 0);
            caller.Dispose();
            return;
        }
    }

    // Whether it is this message at which it cuts.
    private Cut? Count(char direction, byte[] message)
    {
        lock (_counting)
        {
            if (_cutAt < 0) return null;
            _passed.Add($"{direction} {(char)message[0]}{(message[0] == 'Q' ? " " + Encoding.UTF8.GetString(message, 5, message.Length - 6) : "")}");
            if (_passed.Count - 1 != _cutAt) return null;
            (_cutAt, HasCut) = (-1, true);
            return _cut;
        }
    }

    private async Task<byte[]?> ReadMessageAsync(Socket from, bool isStartup)
    {
        // A type, but in the first messages of a connection, and a length that counts itself.
        var head = new byte[isStartup ? 4 : 5];
        if (!await FillAsync(from, head)) return null;
        var message = new byte[head.Length - 4 + BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(head.Length - 4))];
        head.CopyTo(message, 0);
        return await FillAsync(from, message.AsMemory(head.Length)) ? message : null;
    }

    private async Task<bool> FillAsync(Socket from, Memory<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            var length = await from.ReceiveAsync(buffer, _over.Token);
            if (length == 0) return false;
            buffer = buffer[length..];
        }

        return true;
    }

    private async Task SendAsync(Socket to, ReadOnlyMemory<byte> message)
    {
        while (!message.IsEmpty) message = message[await to.SendAsync(message, _over.Token)..];
    }

    private async Task DrainAsync(Socket server)
    {
        var rest = new byte[4096];
        while (await server.ReceiveAsync(rest, _over.Token) > 0)
        {
        }
    }
}

/// <summary>How a message fares at which a connection is cut.</summary>
internal enum Cut
{
    /// <summary>It does not arrive.</summary>
    Before,

    /// <summary>Half of it arrives.</summary>
    Middle,

    /// <summary>It arrives, and nothing after it.</summary>
    After,
}
