using System.Text;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Edge;

/// <summary>One connection that makes work of nothing: the gateway may end it, and goes on answering everybody else meanwhile and afterwards.</summary>
public sealed class Http2FloodTests(SharedWorld shared) : IClassFixture<SharedWorld>
{
    private const int Times = 2000;
    private const int Cancel = 8;

    private readonly GatewayWorld _world = shared.World;
    private readonly EdgeCaller _caller = new(shared.World);

    [Fact]
    public async Task RapidReset_LeavesOthersAlone()
    {
        var headers = await _caller.Http2Async();

        await FloodAsync(async (connection, i) =>
        {
            await connection.SendHeadersAsync((2 * i) + 1, headers);
            await connection.SendAsync(FrameType.ResetStream, 0, (2 * i) + 1, new byte[] { 0, 0, 0, Cancel });
        });
    }

    [Fact]
    public async Task StreamsThatTheServerMustReset_LeaveOthersAlone()
    {
        var headers = await _caller.Http2Async("POST", more: ("content-type", "application/json"));

        await FloodAsync(async (connection, i) =>
        {
            await connection.SendHeadersAsync((2 * i) + 1, headers, endStream: false);
            // RFC 9113 section 6.9: an increment of 0 is an error of the stream.
            await connection.SendAsync(FrameType.WindowUpdate, 0, (2 * i) + 1, new byte[4]);
        });
    }

    [Fact]
    public async Task Continuations_AreBounded()
    {
        await using var connection = await RawHttp2.ConnectAsync(_world.DataPlaneHttp2);
        await connection.SendAsync(FrameType.Headers, 0, 1, RawHttp2.Block(await _caller.Http2Async()));
        var more = RawHttp2.Block([("x-a", new string('a', 8000))]);

        await connection.TrySendAsync(Times, _ => connection.SendAsync(FrameType.Continuation, 0, 1, more));

        // The server ends it long before the headers do.
        var answer = await connection.ReadAnswerAsync(1);
        Assert.Equal(0, answer.Status);
        await AssertAnswersAsync();
    }

    [Fact]
    public Task EmptyContinuations_LeaveOthersAlone() => FloodAsync((connection, i) => i == 0
        ? connection.SendAsync(FrameType.Headers, 0, 1, RawHttp2.Block([(":method", "GET")]))
        : connection.SendAsync(FrameType.Continuation, 0, 1, default));

    [Fact]
    public Task Pings_LeaveOthersAlone() => FloodAsync((connection, _) => connection.SendAsync(FrameType.Ping, 0, 0, new byte[8]));

    [Fact]
    public Task Settings_LeaveOthersAlone() => FloodAsync((connection, _) => connection.SendAsync(FrameType.Settings, 0, 0, new byte[] { 0, 4, 0, 0, 255, 255 }));

    [Fact]
    public Task EmptyData_LeavesOthersAlone() => FloodAsync(async (connection, i) =>
    {
        if (i == 0) await connection.SendHeadersAsync(1, await _caller.Http2Async("POST", more: ("content-type", "application/json")), endStream: false);
        else await connection.SendAsync(FrameType.Data, 0, 1, default);
    });

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")]
    [InlineData("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\nnonsense that is no frame at all")]
    public async Task WhatIsNoHttp2_EndsItsConnectionAlone(string bytes)
    {
        Assert.NotInRange((await RawHttp.ExchangeExactlyAsync(_world.DataPlaneHttp2, bytes)).Status, 200, 299);

        await AssertAnswersAsync();
    }

    [Fact]
    public async Task HalfAFrame_LeavesOthersAlone()
    {
        await using var connection = await RawHttp2.ConnectAsync(_world.DataPlaneHttp2);
        await connection.SendAsync(FrameType.Headers, 0, 1, Encoding.Latin1.GetBytes("\u0082\u0084"));

        await AssertAnswersAsync();
    }

    private async Task FloodAsync(Func<RawHttp2, int, Task> send)
    {
        await using var connection = await RawHttp2.ConnectAsync(_world.DataPlaneHttp2);
        await connection.TrySendAsync(Times / 2, i => send(connection, i));
        await AssertAnswersAsync();
        await connection.TrySendAsync(Times / 2, i => send(connection, (Times / 2) + i));
        await AssertAnswersAsync();
    }

    private async Task AssertAnswersAsync()
    {
        Assert.Equal(200, (await RawHttp2.ExchangeAsync(_world.DataPlaneHttp2, await _caller.Http2Async())).Status);
        Assert.Equal(200, (await _caller.GetAsync("")).Status);
    }
}
