using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;

namespace TenantGateway.Tests.Proxies;

/// <summary>
/// Stands on a free port of loopback in front of a TCP server and does to its connections what networks do: delay, hold, truncate, reset, refuse. Everything is
/// switched while it runs. It knows no protocol.
/// </summary>
internal sealed class FaultProxy : IAsyncDisposable
{
    private readonly IPEndPoint _server;
    private readonly ConcurrentDictionary<ProxyConnection, bool> _connections = new();
    private readonly Lock _switching = new();
    private readonly IPEndPoint _address;
    private ImmutableArray<ActiveFault> _faults = [];
    private Socket _listener;
    private Task _accepting;
    private int _accepted;
    private volatile bool _isOver;

    private FaultProxy(IPEndPoint server)
    {
        _server = server;
        _listener = Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _address = (IPEndPoint)(_listener.LocalEndPoint ?? throw new InvalidOperationException("Not bound."));
        _listener.Listen();
        _accepting = AcceptAsync(_listener);
    }

    /// <summary>What callers connect to instead of the server.</summary>
    public int Port => _address.Port;

    /// <summary>How many connections callers have made so far.</summary>
    public int Accepted => Volatile.Read(ref _accepted);

    /// <summary>How many are open.</summary>
    public int Open => _connections.Count;

    internal ImmutableArray<ActiveFault> Faults => _faults;

    /// <param name="port">Of the server, on loopback. It need not be there yet.</param>
    public static FaultProxy Start(int port) => new(new IPEndPoint(IPAddress.Loopback, port));

    /// <summary>Does this to open connections and new ones, until it is disposed.</summary>
    public ActiveFault Add(ProxyFault fault)
    {
        var active = new ActiveFault(this, fault);
        ImmutableInterlocked.Update(ref _faults, static (faults, added) => faults.Add(added), active);
        return active;
    }

    public ActiveFault Delay(Flow flow, TimeSpan delay) => Add(new ProxyFault { Act = ProxyAct.Delay, On = flow, Delay = delay });

    /// <summary>Lets nothing pass in either direction, as a network that is cut: connections are made and stay, and nobody hears anything.</summary>
    public IDisposable Hold() => new Both(Add(new ProxyFault { Act = ProxyAct.Hold, On = Flow.ToServer }), Add(new ProxyFault { Act = ProxyAct.Hold, On = Flow.ToCaller }));

    /// <summary>Ends each connection after so many bytes in that direction.</summary>
    public ActiveFault Truncate(Flow flow, long after) => Add(new ProxyFault { Act = ProxyAct.End, On = flow, After = after });

    /// <summary>Resets the connections that are open now; new ones are taken.</summary>
    public void ResetAll()
    {
        foreach (var (connection, _) in _connections) connection.Reset();
    }

    /// <summary>Refuses new connections. Open ones stay.</summary>
    public void Refuse()
    {
        lock (_switching)
        {
            _listener.Dispose();
            // Bound and not listening: the port stays this proxy's, and the system refuses.
            _listener = Bind(_address);
        }
    }

    /// <summary>Takes new connections again.</summary>
    public void Listen()
    {
        lock (_switching)
        {
            _listener.Listen();
            _accepting = Task.WhenAll(_accepting, AcceptAsync(_listener));
        }
    }

    /// <summary>Ends all faults; connections that were held go on.</summary>
    public void Heal()
    {
        foreach (var fault in _faults) fault.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        _isOver = true;
        _listener.Dispose();
        ResetAll();
        await _accepting;
    }

    internal void Remove(ActiveFault fault) => ImmutableInterlocked.Update(ref _faults, static (faults, removed) => faults.Remove(removed), fault);

    private static Socket Bind(IPEndPoint address)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        socket.Bind(address);
        return socket;
    }

    private async Task AcceptAsync(Socket listener)
    {
        var running = new List<Task>();
        try
        {
            while (true)
            {
                running.Add(RunAsync(new ProxyConnection(this, await listener.AcceptAsync())));
                running.RemoveAll(run => run.IsCompleted);
            }
        }
        catch (Exception closed) when (closed is SocketException or ObjectDisposedException)
        {
            // Refusing, or over. What was accepted goes on.
        }

        await Task.WhenAll(running);
    }

    private async Task RunAsync(ProxyConnection connection)
    {
        Interlocked.Increment(ref _accepted);
        _connections[connection] = true;
        if (_isOver) connection.Reset();
        await connection.RunAsync(_server);
        _connections.TryRemove(connection, out _);
    }

    private sealed class Both(ActiveFault first, ActiveFault second) : IDisposable
    {
        public void Dispose()
        {
            first.Dispose();
            second.Dispose();
        }
    }
}
