using System.Net;
using System.Net.Sockets;

namespace TenantGateway.Tests.Proxies;

/// <summary>A caller's connection and the one to the server that belongs to it.</summary>
internal sealed class ProxyConnection(FaultProxy proxy, Socket caller)
{
    private const int PieceBytes = 64 * 1024;

    private static readonly LingerOption ByReset = new(true, 0);

    private readonly CancellationTokenSource _over = new();
    private readonly Socket _server = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly ActiveFault?[] _answers = new ActiveFault?[2];
    private readonly HashSet<ActiveFault>[] _primed = [[], []];

    public async Task RunAsync(IPEndPoint server)
    {
        await Task.Yield();
        try
        {
            (caller.NoDelay, _server.NoDelay) = (true, true);
            await _server.ConnectAsync(server, _over.Token);
            await Task.WhenAll(PumpAsync(Flow.ToServer, caller, _server), PumpAsync(Flow.ToCaller, _server, caller));
        }
        catch (SocketException)
        {
            // A server that is not there ends the caller's connection.
            Reset();
        }
        catch (OperationCanceledException)
        {
            // It was ended or reset.
        }

        caller.Dispose();
        _server.Dispose();
    }

    public void Reset()
    {
        foreach (var socket in (Socket[])[caller, _server])
        {
            try
            {
                socket.LingerState = ByReset;
            }
            catch (Exception closed) when (closed is SocketException or ObjectDisposedException)
            {
                // There is nothing left to reset.
            }
        }

        _over.Cancel();
    }

    private async Task PumpAsync(Flow flow, Socket from, Socket to)
    {
        try
        {
            var (buffer, passed, tail) = (new byte[PieceBytes], 0L, Array.Empty<byte>());
            while (await from.ReceiveAsync(buffer, _over.Token) is > 0 and var length)
            {
                await PassAsync(flow, to, passed, tail, buffer.AsMemory(0, length));
                passed += length;
                tail = [.. tail.Concat(buffer[..length]).TakeLast(ProxyFault.LongestText)];
            }

            await HoldEndAsync(flow, passed);
            to.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // What one side does to its connection is done to the other's.
            Reset();
        }
    }

    private async Task PassAsync(Flow flow, Socket to, long passed, byte[] tail, ReadOnlyMemory<byte> piece)
    {
        while (Find(flow, passed, tail, piece.Span) is { } fault)
        {
            if (fault.Fault.Answer && fault.Fault.On == flow)
            {
                _answers[(int)Opposite(flow)] = fault;
                break;
            }

            // :: Step 1: what comes before it
            var before = fault.Fault.On == flow ? (int)Math.Clamp(fault.Fault.After - passed, 0, piece.Length) : 0;
            await to.SendAsync(piece[..before], _over.Token);
            (piece, passed) = (piece[before..], passed + before);

            // :: Step 2: it
            await ActAsync(fault, to);
            if (fault.Fault.Act == ProxyAct.Delay) break;
        }

        for (var sent = 0; sent < piece.Length;) sent += await to.SendAsync(piece[sent..], _over.Token);
    }

    private async Task ActAsync(ActiveFault fault, Socket to)
    {
        switch (fault.Fault.Act)
        {
            case ProxyAct.Delay:
                await Task.Delay(fault.Fault.Delay, _over.Token);
                break;
            case ProxyAct.Hold:
                await fault.Over.WaitAsync(_over.Token);
                break;
            case ProxyAct.End:
                to.Shutdown(SocketShutdown.Both);
                await _over.CancelAsync();
                break;
            default:
                Reset();
                break;
        }

        _over.Token.ThrowIfCancellationRequested();
    }

    // The end of a direction says something too: what holds everything holds it.
    private async Task HoldEndAsync(Flow flow, long passed)
    {
        while (proxy.Faults.FirstOrDefault(fault => HoldsAll(fault.Fault, flow, passed)) is { } fault) await fault.Over.WaitAsync(_over.Token);
    }

    private ActiveFault? Find(Flow flow, long passed, byte[] tail, ReadOnlySpan<byte> piece)
    {
        if (_answers[(int)flow] is { } answered && !answered.Over.IsCompleted) return answered;
        foreach (var fault in proxy.Faults)
        {
            if (fault.Meets(flow, passed, tail, piece, _primed[(int)flow])) return fault;
        }

        return null;
    }

    private static bool HoldsAll(ProxyFault fault, Flow flow, long passed) =>
        fault is { Act: ProxyAct.Hold, Text: null, Answer: false } && fault.On == flow && passed >= fault.After;

    private static Flow Opposite(Flow flow) => flow == Flow.ToServer ? Flow.ToCaller : Flow.ToServer;
}
