using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Proxies;

public sealed class FaultProxyTests : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(200);

    private readonly EchoServer _server = new();
    private readonly FaultProxy _proxy;

    public FaultProxyTests() => _proxy = FaultProxy.Start(_server.Port);

    public async ValueTask DisposeAsync()
    {
        await _proxy.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task NoFault_EverythingPasses()
    {
        using var caller = await CallAsync();
        var large = new string('x', 1_000_000);

        var sending = SendAsync(caller, large);
        Assert.Equal(large, await ReadAsync(caller, large.Length));
        await sending;
        caller.Client.Shutdown(SocketShutdown.Send);

        Assert.Equal("", await ReadAsync(caller, 1));
        await Eventually.IsTrueAsync(() => _proxy.Open == 0);
        Assert.Equal(1, _proxy.Accepted);
    }

    [Fact]
    public async Task Delay_IsFeltInItsDirection()
    {
        using var caller = await CallAsync();
        var clock = Stopwatch.StartNew();
        using (_proxy.Delay(Flow.ToCaller, Moment)) Assert.Equal("ab", await EchoAsync(caller, "ab"));

        Assert.True(clock.Elapsed > Moment / 2, $"{clock.Elapsed}");
    }

    [Fact]
    public async Task Hold_HoldsOpenAndNewConnectionsUntilItIsOver()
    {
        using var old = await CallAsync();
        Assert.Equal("ab", await EchoAsync(old, "ab"));
        var held = _proxy.Hold();

        using var caller = await CallAsync();
        await SendAsync(caller, "cd");
        await SendAsync(old, "ef");
        await Task.Delay(Moment);
        Assert.Equal((0, 0, "ab"), (caller.Available, old.Available, _server.Received));
        held.Dispose();

        Assert.Equal(("cd", "ef"), (await ReadAsync(caller, 2), await ReadAsync(old, 2)));
    }

    [Fact]
    public async Task Hold_HoldsTheEndToo()
    {
        using var caller = await CallAsync();
        Assert.Equal("ab", await EchoAsync(caller, "ab"));
        var held = _proxy.Hold();
        caller.Client.Shutdown(SocketShutdown.Send);
        await Task.Delay(Moment);

        Assert.Equal(0, _server.Ended);
        held.Dispose();
        Assert.Equal("", await ReadAsync(caller, 1));
        Assert.Equal(1, _server.Ended);
    }

    [Fact]
    public async Task ResetAll_ResetsBothSides_AndNewConnectionsAreTaken()
    {
        using var caller = await CallAsync();
        Assert.Equal("ab", await EchoAsync(caller, "ab"));

        _proxy.ResetAll();

        await IsResetAsync(caller);
        await Eventually.IsTrueAsync(() => _server.Resets == 1);
        using var next = await CallAsync();
        Assert.Equal("cd", await EchoAsync(next, "cd"));
    }

    [Fact]
    public async Task Truncate_EndsInOrderAfterThatManyBytes()
    {
        using var truncated = _proxy.Truncate(Flow.ToCaller, after: 5);
        using var caller = await CallAsync();
        Assert.Equal("abc", await EchoAsync(caller, "abc"));
        await SendAsync(caller, "defg");

        Assert.Equal("de", await ReadAsync(caller, 4));
        Assert.True(truncated.Met.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Reset_OfWhatComesFromCallers_KeepsItFromTheServer()
    {
        using var reset = _proxy.Add(new ProxyFault { Act = ProxyAct.Reset, On = Flow.ToServer, After = 3, Times = 1 });
        using var caller = await CallAsync();
        Assert.Equal("abc", await EchoAsync(caller, "abc"));
        await SendAsync(caller, "def");

        await IsResetAsync(caller);
        Assert.Equal("abc", _server.Received);
        using var next = await CallAsync();
        Assert.Equal("ghijk", await EchoAsync(next, "ghijk"));
    }

    [Fact]
    public async Task Text_HoldsThePieceThatHoldsIt_FromTheNthOn()
    {
        using var held = _proxy.Add(new ProxyFault { Act = ProxyAct.Hold, On = Flow.ToServer, Text = "COMMIT", Skip = 1 });
        using var caller = await CallAsync();
        Assert.Equal("COMMIT", await EchoAsync(caller, "COMMIT"));
        Assert.Equal("begin COM", await EchoAsync(caller, "begin COM"));
        Assert.False(held.Met.IsCompleted);

        // The text ends here, whatever came before.
        await SendAsync(caller, "MIT");
        await held.Met.WaitAsync(Patience);

        Assert.Equal("COMMITbegin COM", _server.Received);
        held.Dispose();
        Assert.Equal("MIT", await ReadAsync(caller, 3));
    }

    [Fact]
    public async Task TextSinceAnother_IsMetOnlyInTheConnectionOfBoth()
    {
        using var held = _proxy.Add(new ProxyFault { Act = ProxyAct.Hold, On = Flow.ToServer, Since = "insert", Text = "COMMIT" });
        using var other = await CallAsync();
        using var caller = await CallAsync();
        Assert.Equal("COMMIT", await EchoAsync(caller, "COMMIT"));
        Assert.Equal("insert", await EchoAsync(caller, "insert"));
        Assert.Equal("COMMIT", await EchoAsync(other, "COMMIT"));
        Assert.False(held.Met.IsCompleted);

        await SendAsync(caller, "COMMIT");

        await held.Met.WaitAsync(Patience);
    }

    [Fact]
    public async Task AnswerToAText_IsLost_AndTheServerHasDoneIt()
    {
        using var lost = _proxy.Add(new ProxyFault { Act = ProxyAct.Reset, On = Flow.ToServer, Text = "COMMIT", Answer = true, Times = 1 });
        using var caller = await CallAsync();
        Assert.Equal("begin", await EchoAsync(caller, "begin"));
        await SendAsync(caller, "COMMIT");

        await IsResetAsync(caller);
        Assert.Equal("beginCOMMIT", _server.Received);
    }

    [Fact]
    public async Task Refuse_RefusesNewConnectionsOnly_AndListenTakesThemAgain()
    {
        using var caller = await CallAsync();
        Assert.Equal("ab", await EchoAsync(caller, "ab"));
        _proxy.Refuse();

        var refused = await Assert.ThrowsAsync<SocketException>(CallAsync);
        Assert.Equal(SocketError.ConnectionRefused, refused.SocketErrorCode);
        Assert.Equal("cd", await EchoAsync(caller, "cd"));
        _proxy.Listen();

        using var next = await CallAsync();
        Assert.Equal("ef", await EchoAsync(next, "ef"));
    }

    [Fact]
    public async Task ServerThatIsGone_IsAResetConnection()
    {
        await _server.DisposeAsync();
        try
        {
            using var caller = await CallAsync();
            await IsResetAsync(caller);
        }
        catch (SocketException fault) when (fault.SocketErrorCode == SocketError.ConnectionReset)
        {
            // Before the caller had seen that it was connected.
        }
    }

    private static Task SendAsync(TcpClient caller, string text) => caller.GetStream().WriteAsync(Encoding.ASCII.GetBytes(text)).AsTask();

    private static async Task<string> EchoAsync(TcpClient caller, string text)
    {
        await SendAsync(caller, text);
        return await ReadAsync(caller, text.Length);
    }

    /// <returns>What came, less than asked for only if the connection ended in order.</returns>
    private static async Task<string> ReadAsync(TcpClient caller, int length)
    {
        var (bytes, read) = (new byte[length], 0);
        while (read < length && await caller.Client.ReceiveAsync(bytes.AsMemory(read)).AsTask().WaitAsync(Patience) is > 0 and var more) read += more;
        return Encoding.ASCII.GetString(bytes, 0, read);
    }

    private static async Task IsResetAsync(TcpClient caller)
    {
        var failed = await Assert.ThrowsAsync<SocketException>(() => ReadAsync(caller, 1));
        Assert.Equal(SocketError.ConnectionReset, failed.SocketErrorCode);
    }

    private async Task<TcpClient> CallAsync()
    {
        var caller = new TcpClient();
        await caller.ConnectAsync(IPAddress.Loopback, _proxy.Port);
        return caller;
    }
}
