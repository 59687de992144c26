using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;
using TenantGateway.Tests.Demo;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Edge.Drain;

public sealed class DrainTests : IAsyncLifetime
{
    private const string Contact = """{"email":"ada@example.com"}""";

    private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private DrainWorld _world = null!; // set before any test

    public async Task InitializeAsync() => _world = await DrainWorld.StartAsync();

    public async Task DisposeAsync()
    {
        _release.TrySetResult();
        await _world.DisposeAsync();
    }

    [Fact]
    public async Task Term_FinishesWhatIsUnderWayAndAsksEveryoneToLeave()
    {
        await using var replica = await GatewayReplica.StartAsync(_world, ("Gateway:Drain:WaitSeconds", "4"));
        var token = await _world.TokenAsync("agent@acme");

        // :: Step 1: a body that is still arriving, answers that are still awaited, connections that are idle
        using var arriving = await KeepAliveCaller.ConnectAsync(replica.DataPlane, token);
        using var waiting = await KeepAliveCaller.ConnectAsync(replica.DataPlane, token);
        using var asking = await KeepAliveCaller.ConnectAsync(replica.DataPlane, token);
        using var idle = await KeepAliveCaller.ConnectAsync(replica.DataPlane, token);
        using var idleHttp2 = await IdleHttp2.ConnectAsync(replica.DataPlaneHttp2);
        using var http2 = LoopbackClient.Create(replica.DataPlaneHttp2);
        foreach (var caller in (KeepAliveCaller[])[waiting, asking, idle]) Assert.False((await caller.ExchangeAsync()).IsLast);
        StallGets();
        await arriving.SendAsync(Contact[..9], Contact.Length);
        await waiting.SendAsync(null, 0);
        var overHttp2 = GetOverHttp2Async(http2, token);
        await Eventually.IsTrueAsync(() => _world.Service.Received.Count == 5);

        // :: Step 2: the signal, from which on the process is alive, not ready, and still serves
        await replica.Program.SignalAsync("-TERM");
        await Eventually.IsTrueAsync(async () => (await replica.HealthAsync("ready")).Status == 503);
        var (_, report) = await replica.HealthAsync("ready");
        Assert.Equal(("unhealthy", "The process is draining."), ($"{report?["checks"]?["drain"]?["status"]}", $"{report?["checks"]?["drain"]?["description"]}"));
        Assert.Equal(200, (await replica.HealthAsync("live")).Status);
        using var late = await KeepAliveCaller.ConnectAsync(replica.DataPlane, token);
        using var stranger = await KeepAliveCaller.ConnectAsync(replica.DataPlane, "nonsense");
        foreach (var (caller, status) in new[] { (asking, 200), (late, 200), (stranger, 401) })
        {
            var answer = await caller.ExchangeAsync(Contact);
            Assert.Equal((status, true), (answer.Status, answer.IsLast));
            Assert.True(await caller.EndsAsync());
        }

        // :: Step 3: nothing new is accepted, and what is under way ends well
        Assert.True(await idle.EndsAsync());
        Assert.True(await idleHttp2.IsSentAwayAsync());
        await Eventually.IsTrueAsync(() => RefusesConnectionsAsync(replica.DataPlane));
        Assert.False(replica.Program.HasExited);
        _release.SetResult();
        await arriving.SendTextAsync(Contact[9..]);
        var written = await arriving.ReadAsync();
        Assert.Equal((200, true, Contact), (written.Status, written.IsLast, written.Body));
        Assert.Equal(200, (await waiting.ReadAsync()).Status);
        Assert.Equal(HttpStatusCode.OK, await overHttp2);
        foreach (var caller in (KeepAliveCaller[])[arriving, waiting]) Assert.True(await caller.EndsAsync());

        // :: Step 4: the end, with everything on record
        await replica.AssertEndsInOrderAsync();
        var request = written.Headers["X-Request-Id"];
        Assert.Contains(await AuditRecords.ReadAsync(replica.GatewayDirectory, "acme"), record => record["event"] == "data.revealed" && record["request"] == request);
        Assert.Contains(await AuditRecords.ReadAsync(replica.GatewayDirectory, "operator"), record => record["outcome"] == "invalid_token");
    }

    [Fact]
    public async Task Deadline_EndsAnEndlessAnswerAndNotBefore()
    {
        const int Seconds = 2;
        await using var replica = await GatewayReplica.StartAsync(_world, ("Gateway:Drain:WaitSeconds", "0"), ("Gateway:Drain:DeadlineSeconds", $"{Seconds}"));
        _world.Service.Answer = async (context, _) =>
        {
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync("[0");
            while (true)
            {
                await context.Response.WriteAsync(",0");
                await Task.Delay(50, context.RequestAborted);
            }
        };
        using var caller = await KeepAliveCaller.ConnectAsync(replica.DataPlane, await _world.TokenAsync("agent@acme"));
        using var stranger = await KeepAliveCaller.ConnectAsync(replica.DataPlane, "nonsense");
        Assert.Equal(401, (await stranger.ExchangeAsync()).Status);
        await caller.SendAsync(null, 0);
        await Eventually.IsTrueAsync(() => _world.Service.Received.Count == 1);

        var sinceSignal = Stopwatch.StartNew();
        await replica.Program.SignalAsync("-TERM");
        await Assert.ThrowsAnyAsync<IOException>(caller.ReadAsync);
        Assert.True(sinceSignal.Elapsed > TimeSpan.FromSeconds(Seconds * 0.9), $"{sinceSignal.Elapsed}");
        await replica.AssertEndsInOrderAsync();
        Assert.Contains("The drain's deadline of 2 s has passed", replica.Program.Output, StringComparison.Ordinal);
        // The deadline is the server's; the audit trail has time of its own after it.
        Assert.Contains(await AuditRecords.ReadAsync(replica.GatewayDirectory, "operator"), record => record["outcome"] == "invalid_token");
    }

    [Fact]
    public async Task SecondSignal_EndsItAtOnce()
    {
        await using var replica = await GatewayReplica.StartAsync(_world, ("Gateway:Drain:WaitSeconds", "600"));
        StallGets();
        using var caller = await KeepAliveCaller.ConnectAsync(replica.DataPlane, await _world.TokenAsync("agent@acme"));
        await caller.SendAsync(null, 0);
        await Eventually.IsTrueAsync(() => _world.Service.Received.Count == 1);
        await replica.Program.SignalAsync("-TERM");
        await Eventually.IsTrueAsync(async () => (await replica.HealthAsync("ready")).Status == 503);

        await replica.Program.SignalAsync("-TERM");
        Assert.NotEqual(0, await replica.Program.ExitAsync());
    }

    [Fact]
    public async Task InterruptInDevelopment_DoesNotWait()
    {
        await using var replica = await GatewayReplica.StartAsync(_world, ("Gateway:Drain:WaitSeconds", "600"));
        await replica.Program.SignalAsync("-INT");
        await replica.AssertEndsInOrderAsync();
    }

    private void StallGets() => _world.Service.Answer = async (context, request) =>
    {
        if (request.Method == "GET") await _release.Task.WaitAsync(context.RequestAborted);
        await RecordingService.WriteAsync(context, 200, "application/json", request.Body.Length == 0 ? "{}"u8.ToArray() : request.Body);
    };

    private static async Task<HttpStatusCode> GetOverHttp2Async(HttpClient client, string token)
    {
        using var request = LoopbackClient.Request(HttpMethod.Get, "crm/contacts").With("Authorization", $"Bearer {token}");
        (request.Version, request.VersionPolicy) = (HttpVersion.Version20, HttpVersionPolicy.RequestVersionExact);
        using var response = await client.SendAsync(request);
        return response.StatusCode;
    }

    private static async Task<bool> RefusesConnectionsAsync(Uri address)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(address.Host, address.Port);
            return false;
        }
        catch (SocketException)
        {
            return true;
        }
    }
}
