using System.Net.Http.Headers;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Protection;

/// <summary>The bound on opaque bodies holds however they are framed, also where the server's own is lifted.</summary>
public sealed class OpaqueLimitTests : IAsyncLifetime
{
    private const int Bound = 100_000;

    private GatewayWorld? _world;
    private LiveService? _service;

    private GatewayWorld World => _world ?? throw new InvalidOperationException("Not started.");

    private LiveService Service => _service ?? throw new InvalidOperationException("Not started.");

    public async Task InitializeAsync() =>
        (_world, _service) = await OpaqueWorld.StartAsync(new Dictionary<string, string?> { ["Gateway:Content:MaxOpaqueBytes"] = $"{Bound}" });

    public async Task DisposeAsync()
    {
        await World.DisposeAsync();
        await Service.DisposeAsync();
    }

    [Theory]
    [InlineData("live/a", "image/png", false, false)]
    [InlineData("live/a", "image/png", true, false)]
    [InlineData("live/a", "image/png", true, true)]
    [InlineData("h2/a", "application/grpc", false, true)]
    [InlineData("h2/a", "application/grpc", true, true)]
    public async Task BodyOverTheBound_Is413(string path, string type, bool chunked, bool http2)
    {
        Service.Handle = async context => await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);

        var answer = await Answer.ReadAsync(await SendAsync(path, type, Bound + 1, chunked, http2));

        Assert.Equal((413, "body_too_large"), (answer.Status, answer.Reason));
    }

    [Theory]
    [InlineData("live/a", "image/png", false, false)]
    [InlineData("live/a", "image/png", true, false)]
    [InlineData("h2/a", "application/grpc", true, true)]
    public async Task BodyAtTheBound_Passes(string path, string type, bool chunked, bool http2)
    {
        var received = new MemoryStream();
        Service.Handle = context => context.Request.Body.CopyToAsync(received);

        using var answer = await SendAsync(path, type, Bound, chunked, http2);

        Assert.Equal((200, Bound), ((int)answer.StatusCode, (int)received.Length));
    }

    [Fact]
    public async Task BodyOverTheBoundAfterTheAnswerBegan_IsCutOff()
    {
        Service.Handle = async context =>
        {
            context.Response.ContentType = "application/grpc";
            await context.Response.Body.WriteAsync(new byte[5]);
            await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
        };
        var begun = new TaskCompletionSource();
        using var content = new StreamedContent("application/grpc", async stream =>
        {
            await stream.WriteAsync(new byte[5]);
            await stream.FlushAsync();
            await begun.Task;
            for (var sent = 0; sent <= Bound; sent += 10_000) await stream.WriteAsync(new byte[10_000]);
        });

        using var answer = await World.StartAsync(await World.RequestAsync(HttpMethod.Post, "h2/a", content, http2: true));
        var body = await answer.Content.ReadAsStreamAsync();
        await body.ReadExactlyAsync(new byte[5]);
        begun.SetResult();

        await Assert.ThrowsAnyAsync<Exception>(async () => await body.ReadExactlyAsync(new byte[1]));
    }

    private async Task<HttpResponseMessage> SendAsync(string path, string type, int length, bool chunked, bool http2)
    {
        HttpContent content = chunked
            ? new StreamedContent(type, async stream => await stream.WriteAsync(new byte[length]))
            : new ByteArrayContent(new byte[length]) { Headers = { ContentType = new MediaTypeHeaderValue(type) } };
        return await World.StartAsync(await World.RequestAsync(HttpMethod.Post, path, content, http2));
    }
}
