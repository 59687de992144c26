using System.Text;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Edge.Limits;

/// <summary>A gateway of little patience.</summary>
public sealed class ImpatientWorld : IAsyncLifetime
{
    private GatewayWorld? _world;

    internal GatewayWorld World => _world ?? throw new InvalidOperationException("Not started.");

    public async Task InitializeAsync() => _world = await LimitedWorld.StartAsync(
        ("MaxRequestLineBytes", "2048"), ("MaxHeaderBytes", "8192"), ("MaxHeaders", "20"), ("HeaderSeconds", "1"), ("KeepAliveSeconds", "2"), ("MaxBodyBytes", "1024"),
        ("MinBodyBytesPerSecond", "100000"), ("MinAnswerBytesPerSecond", "1000000"), ("MinRateGraceSeconds", "2"), ("Http2:MaxStreams", "2"));

    public async Task DisposeAsync() => await World.DisposeAsync();
}

/// <summary>What the server itself keeps: that each limit is set, and that whoever breaks it is really gone.</summary>
public sealed class ServerLimitsTests(ImpatientWorld shared) : IClassFixture<ImpatientWorld>
{
    private const int RefusedStream = 7;

    private readonly GatewayWorld _world = shared.World;

    [Fact]
    public async Task RequestLineTooLong_Is414() => Assert.Equal(414, await StatusAsync($"GET /{new string('a', 3000)} HTTP/1.1\nHost: localhost\n\n"));

    [Fact]
    public async Task HeadersTooLarge_Is431() => Assert.Equal(431, await StatusAsync($"GET / HTTP/1.1\nHost: localhost\nX-A: {new string('a', 5000)}\nX-B: {new string('b', 5000)}\n\n"));

    [Fact]
    public async Task TooManyHeaders_Is431() =>
        Assert.Equal(431, await StatusAsync($"GET / HTTP/1.1\nHost: localhost\n{string.Concat(Enumerable.Range(0, 30).Select(i => $"X-{i}: a\n"))}\n"));

    [Fact]
    public async Task HeadersThatDoNotEnd_Is408() => Assert.Equal(408, await StatusAsync("GET / HTTP/1.1\nHost: localhost\nX-A: "));

    [Fact]
    public async Task BodyThatDoesNotArrive_Is408()
    {
        var answer = await TellAsync($"{await PostAsync(500)}{{");

        Assert.StartsWith("HTTP/1.1 408 ", answer, StringComparison.Ordinal);
        Assert.Contains("request_timeout", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task BodyTooLarge_Is413()
    {
        var answer = await TellAsync($"{await PostAsync(2000)}{{\"a\":\"{new string('a', 1992)}\"}}");

        Assert.StartsWith("HTTP/1.1 413 ", answer, StringComparison.Ordinal);
        Assert.Contains("body_too_large", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ConnectionAtRest_Ends()
    {
        using var caller = new Caller(_world, "127.0.0.4");

        Assert.StartsWith("HTTP/1.1 401 ", await caller.TellAsync("GET / HTTP/1.1\nHost: localhost\n\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ConnectionWithoutARequest_Ends()
    {
        using var caller = new Caller(_world, "127.0.0.4");

        Assert.Empty(await caller.TellAsync(""));
    }

    [Fact]
    public async Task AnswerThatIsNotRead_IsCutOff()
    {
        const int Length = 7_500_000;
        _world.Service.AnswerJson($"{{\"a\":\"{new string('a', Length)}\"}}");
        using var caller = new Caller(_world, "127.0.0.4");
        var socket = await caller.HoldAsync();
        await socket.SendAsync(Encoding.ASCII.GetBytes($"GET /crm/contacts HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {await _world.TokenAsync("agent@acme")}\r\n\r\n"));

        // Nothing is read until the gateway has had enough.
        await Eventually.IsTrueAsync(() => Task.FromResult(IsReset(socket)));

        static bool IsReset(System.Net.Sockets.Socket socket) =>
            (int?)socket.GetSocketOption(System.Net.Sockets.SocketOptionLevel.Socket, System.Net.Sockets.SocketOptionName.Error) != 0;
    }

    [Fact]
    public async Task StreamBeyondTheMaximum_IsRefusedAndTheOthersAreAnswered()
    {
        var answer = new TaskCompletionSource();
        _world.Service.Answer = async (context, _) =>
        {
            await answer.Task;
            await RecordingService.WriteAsync(context, 200, "application/json", "{}"u8.ToArray());
        };
        (string, string)[] headers =
            [(":method", "GET"), (":scheme", "http"), (":path", "/crm/contacts"), (":authority", "localhost"), ("authorization", $"Bearer {await _world.TokenAsync("agent@acme")}")];
        await using var connection = await RawHttp2.ConnectAsync(_world.DataPlaneHttp2);
        foreach (var stream in new[] { 1, 3, 5 }) await connection.SendHeadersAsync(stream, headers);

        Assert.Equal(RefusedStream, (await connection.ReadAnswerAsync(5)).Reset);
        answer.SetResult();
        Assert.Equal(200, (await connection.ReadAnswerAsync(1)).Status);
    }

    private async Task<string> PostAsync(int length) =>
        $"POST /crm/contacts HTTP/1.1\nHost: localhost\nAuthorization: Bearer {await _world.TokenAsync("agent@acme")}\nContent-Type: application/json\nContent-Length: {length}\n\n";

    private async Task<int> StatusAsync(string message) => new RawAnswer(await TellAsync(message)).Status;

    private async Task<string> TellAsync(string message)
    {
        using var caller = new Caller(_world, "127.0.0.4");
        return await caller.TellAsync(message);
    }
}
