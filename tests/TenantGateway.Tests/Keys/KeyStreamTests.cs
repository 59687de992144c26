using System.Net.WebSockets;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using TenantGateway.Core.Keys;
using TenantGateway.Keys.Local;
using TenantGateway.Tests.Protection;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Keys;

/// <summary>No stream outlives the keys of its tenant.</summary>
public sealed class KeyStreamTests : IAsyncLifetime
{
    private readonly LogRecorder _logs = new();
    private GatewayWorld? _world;
    private LiveService? _service;

    private GatewayWorld World => _world ?? throw new InvalidOperationException("Not started.");

    private LiveService Service => _service ?? throw new InvalidOperationException("Not started.");

    private FaultyKeyService Keys => (FaultyKeyService)World.Gateway.Services.GetRequiredService<IKeyEncryptionService>();

    public async Task InitializeAsync() => (_world, _service) = await OpaqueWorld.StartAsync(
        new Dictionary<string, string?>
        {
            ["Logging:LogLevel:TenantGateway"] = "Information",
            ["Gateway:Keys:ProbeSeconds"] = "1",
            ["Gateway:Keys:GraceSeconds"] = "1",
        },
        services =>
        {
            _logs.AddTo(services);
            services.AddSingleton<IKeyEncryptionService>(provider =>
                new FaultyKeyService(LocalKeyEncryptionService.Open(provider.GetRequiredService<IOptions<LocalKeyOptions>>().Value.Directory)));
        });

    public async Task DisposeAsync()
    {
        await World.DisposeAsync();
        await Service.DisposeAsync();
        _logs.Dispose();
    }

    [Theory]
    [InlineData(KeyServiceFailure.Denied, "KeyDenied")]
    [InlineData(KeyServiceFailure.Unavailable, "KeyServiceUnavailable")]
    public async Task StreamOfATenantWithoutKeys_IsEnded(KeyServiceFailure failure, string cause)
    {
        Service.Handle = ChatterAsync;
        using var socket = await World.ConnectAsync("live/a");
        await socket.ReceiveAsync(new byte[1], CancellationToken.None);

        Keys.Failing = failure;

        await Assert.ThrowsAsync<WebSocketException>(() => ListenAsync(socket));
        await Eventually.IsTrueAsync(
            () => _logs.Lines.Any(line => line.Contains("5003: The exchange on route live was ended", StringComparison.Ordinal) && line.Contains(cause, StringComparison.Ordinal)));
        await Assert.ThrowsAsync<WebSocketException>(() => World.ConnectAsync("live/a"));
    }

    [Theory]
    [InlineData(KeyServiceFailure.Denied, 403, "tenant_key_unavailable")]
    [InlineData(KeyServiceFailure.Unavailable, 503, "key_service_unavailable")]
    public async Task CallThatWaitsWhenTheKeysGo_IsTold(KeyServiceFailure failure, int status, string reason)
    {
        var asked = new TaskCompletionSource();
        Service.Handle = context =>
        {
            asked.SetResult();
            return Task.Delay(Timeout.Infinite, context.RequestAborted);
        };
        var answering = World.StartAsync(await World.RequestAsync(HttpMethod.Post, "h2/a", new StreamedContent("application/grpc", _ => Task.CompletedTask), http2: true));
        await asked.Task;

        Keys.Failing = failure;

        var answer = await Answer.ReadAsync(await answering);
        Assert.Equal((status, reason), (answer.Status, answer.Reason));
    }

    private static async Task ChatterAsync(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        while (!context.RequestAborted.IsCancellationRequested)
        {
            await socket.SendAsync("x"u8.ToArray(), WebSocketMessageType.Text, true, context.RequestAborted);
            await Task.Delay(100);
        }
    }

    private static async Task ListenAsync(ClientWebSocket socket)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (true) await socket.ReceiveAsync(new byte[1], deadline.Token);
    }
}
