using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Http;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Forwarding;

/// <summary>No exchange lasts longer than it may, whatever trickles, and streams have a time of their own.</summary>
public sealed class DeadlineTests : IAsyncLifetime
{
    private readonly LogRecorder _logs = new();
    private GatewayWorld? _world;
    private LiveService? _service;

    private GatewayWorld World => _world ?? throw new InvalidOperationException("Not started.");

    private LiveService Service => _service ?? throw new InvalidOperationException("Not started.");

    public async Task InitializeAsync() => (_world, _service) = await OpaqueWorld.StartAsync(
        new Dictionary<string, string?>
        {
            ["Logging:LogLevel:TenantGateway"] = "Information",
            ["Gateway:Forwarding:ExchangeSeconds"] = "2",
            ["Gateway:Forwarding:ActivitySeconds"] = "3",
            ["Gateway:Forwarding:StreamSeconds"] = "6",
            ["Gateway:Forwarding:StreamIdleSeconds"] = "3",
            ["ReverseProxy:Clusters:h2:HttpRequest:ActivityTimeout"] = "00:00:00.5",
        },
        _logs.AddTo);

    public async Task DisposeAsync()
    {
        await World.DisposeAsync();
        await Service.DisposeAsync();
        _logs.Dispose();
    }

    [Fact]
    public async Task ServiceThatTricklesAnInspectedAnswer_Is504()
    {
        Service.Handle = context => TrickleAsync(context, "application/json");

        var answer = await Answer.ReadAsync(await World.SendAsync("agent@acme", HttpMethod.Get, "live/a"));

        Assert.Equal((504, "deadline_exceeded"), (answer.Status, answer.Reason));
    }

    [Fact]
    public async Task ServiceThatNeverAnswers_Is504()
    {
        Service.Handle = context => Task.Delay(Timeout.Infinite, context.RequestAborted);

        var answer = await Answer.ReadAsync(await World.SendAsync("agent@acme", HttpMethod.Get, "live/a"));

        Assert.Equal((504, "deadline_exceeded"), (answer.Status, answer.Reason));
    }

    [Fact]
    public async Task CallerWhoTricklesAnInspectedBody_Is504AndReachesNoService()
    {
        var before = Service.Requests;
        using var stop = new CancellationTokenSource();
        using var content = new StreamedContent("application/json", async stream =>
        {
            while (!stop.IsCancellationRequested)
            {
                await stream.WriteAsync(" "u8.ToArray());
                await stream.FlushAsync();
                await Task.Delay(100);
            }
        });

        using var answer = await World.StartAsync(await World.RequestAsync(HttpMethod.Post, "live/a", content, http2: true));
        await stop.CancelAsync();

        Assert.Equal((504, before), ((int)answer.StatusCode, Service.Requests));
    }

    [Fact]
    public async Task Stream_OutlastsOtherExchangesAndEndsAtItsOwnTime()
    {
        Service.Handle = context => TrickleAsync(context, "text/event-stream");
        using var answer = await World.StartAsync(await World.RequestAsync(HttpMethod.Get, "live/a"));
        var watch = TimeProvider.System.GetTimestamp();

        await Assert.ThrowsAnyAsync<Exception>(() => answer.Content.CopyToAsync(Stream.Null));

        Assert.True(TimeProvider.System.GetElapsedTime(watch) > TimeSpan.FromSeconds(2.5), "The stream ended as early as any other exchange.");
        await Eventually.IsTrueAsync(() => _logs.Lines.Any(line => line.Contains("5003: The exchange on route live was ended", StringComparison.Ordinal) && line.Contains("Deadline", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task SilentWebSocket_IsAborted(bool http2)
    {
        Service.Handle = async context =>
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            await socket.SendAsync("x"u8.ToArray(), WebSocketMessageType.Text, true, context.RequestAborted);
            await socket.ReceiveAsync(new byte[1], context.RequestAborted);
        };
        using var socket = await World.ConnectAsync("live/a", http2);
        await socket.ReceiveAsync(new byte[1], CancellationToken.None);

        await Assert.ThrowsAsync<WebSocketException>(() => socket.ReceiveAsync(new byte[1], CancellationToken.None));
        await Eventually.IsTrueAsync(() => _logs.Lines.Any(line => line.Contains("5002", StringComparison.Ordinal) && line.Contains("UpgradeActivityTimeout", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Stream_MayBeSilentForLongerThanOtherExchangesOfItsCluster()
    {
        Service.Handle = async context =>
        {
            context.Response.ContentType = context.Request.Path.Value is "/h2/slow" ? "application/json" : "application/grpc";
            await Task.Delay(1200, context.RequestAborted);
            await context.Response.WriteAsync("{}");
        };
        using var call = await World.RequestAsync(HttpMethod.Post, "h2/call", new StreamedContent("application/grpc", stream => stream.WriteAsync(new byte[5]).AsTask()), http2: true);

        using var answer = await World.StartAsync(call);
        var slow = await Answer.ReadAsync(await World.SendAsync("agent@acme", HttpMethod.Get, "h2/slow"));

        Assert.Equal((200, "{}"), ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync()));
        Assert.Equal((504, "service_timeout"), (slow.Status, slow.Reason));
    }

    [Fact]
    public async Task ExchangeInTime_LeavesNothingToTheNext()
    {
        Service.Handle = context => RecordingService.WriteAsync(context, 200, "application/json", Encoding.UTF8.GetBytes("{}"));

        for (var i = 0; i < 15; i++)
        {
            Assert.Equal(200, (int)(await World.SendAsync("agent@acme", HttpMethod.Get, "live/a")).StatusCode);
            await Task.Delay(200);
        }
    }

    private static async Task TrickleAsync(HttpContext context, string type)
    {
        context.Response.ContentType = type;
        while (!context.RequestAborted.IsCancellationRequested)
        {
            await context.Response.WriteAsync(" ");
            await Task.Delay(100);
        }
    }
}
