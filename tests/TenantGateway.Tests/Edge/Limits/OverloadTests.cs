using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using TenantGateway.Edge.Limits;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Edge.Limits;

/// <summary>The ladder up and down again, as callers and operators see it.</summary>
public sealed class OverloadTests
{
    [Fact]
    public async Task MemoryThatRunsOut_WalksTheLadderUpAndDown()
    {
        var used = 0.1;
        using var log = new LogRecorder();
        await using var world = await StartAsync(() => Volatile.Read(ref used), log);
        var token = await world.TokenAsync("agent@acme");
        using var caller = new Caller(world, "127.0.0.2");
        using var idle = new Caller(world, "127.0.0.3");
        Assert.Equal((200, false), await AskAsync(caller, token));

        Volatile.Write(ref used, 0.85);
        await LevelAsync(world, 1, "degraded");
        var held = await idle.HoldAsync();
        Assert.Equal((200, true), await AskAsync(caller, token));
        Assert.Equal((401, true), await AskAsync(caller, "nonsense"));
        Assert.Empty(await Caller.TellAsync(held, ""));

        await using var http2 = await RawHttp2.ConnectAsync(world.DataPlaneHttp2);
        await http2.SendHeadersAsync(1, [(":method", "GET"), (":scheme", "http"), (":path", "/"), (":authority", "localhost")]);
        Assert.Equal(401, (await http2.ReadAnswerAsync(1)).Status);
        Assert.Equal(0, (await http2.ReadAnswerAsync(3)).Status);

        var kept = await caller.HoldAsync();
        Volatile.Write(ref used, 0.97);
        await LevelAsync(world, 2, "degraded");
        Assert.False(await caller.IsTakenAsync());
        Assert.StartsWith("HTTP/1.1 401 ", await Caller.TellAsync(kept, "GET / HTTP/1.1\nHost: localhost\n\n"), StringComparison.Ordinal);

        Volatile.Write(ref used, 0.1);
        await LevelAsync(world, 0, "healthy");
        Assert.Equal((200, false), await AskAsync(caller, token));
        Assert.Equal(2, log.Lines.Count(line => line.Contains(" 110: ", StringComparison.Ordinal)));
        Assert.Equal(1, log.Lines.Count(line => line.Contains(" 111: ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task ConnectionsThatRunOut_WalkTheLadderUpAndIdleOnesAreLetGo()
    {
        using var log = new LogRecorder();
        await using var world = await StartAsync(() => 0, log, ("MaxConnections", "10"));
        var token = await world.TokenAsync("agent@acme");
        using var crowd = new Caller(world, "127.0.0.2");
        using var other = new Caller(world, "127.0.0.3");

        for (var i = 0; i < 10; i++) await crowd.HoldAsync();
        await LevelAsync(world, 2, "degraded");
        Assert.False(await other.IsTakenAsync());

        // Nobody hangs up: the gateway does.
        await LevelAsync(world, 0, "healthy");
        Assert.Equal((200, false), await AskAsync(other, token));
    }

    private static Task<GatewayWorld> StartAsync(MemoryLoad memory, LogRecorder log, params (string, string)[] limits) => GatewayWorld.StartAsync(LimitedWorld.Settings(limits), services: services =>
    {
        services.AddSingleton(memory);
        log.AddTo(services);
    });

    private static Task LevelAsync(GatewayWorld world, int level, string status) => Eventually.IsTrueAsync(async () =>
    {
        var check = JsonNode.Parse(await world.Admin.GetStringAsync("healthz/ready"))?["checks"]?["overload"];
        return check?["level"]?.GetValue<int>() == level && check["status"]?.ToString() == status;
    });

    private static async Task<(int Status, bool IsFarewell)> AskAsync(Caller caller, string token)
    {
        var answer = await caller.AskAsync(token);
        return (answer.Status, answer.IsFarewell);
    }
}
