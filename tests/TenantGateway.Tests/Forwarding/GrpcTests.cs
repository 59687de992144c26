using System.Buffers.Binary;
using System.Text;
using Microsoft.AspNetCore.Http;
using TenantGateway.Tests.Demo;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Forwarding;

/// <summary>Calls of gRPC's shape (length-prefixed messages, trailers) go through in HTTP/2 from end to end.</summary>
public sealed class GrpcTests(OpaqueWorld fixture) : IClassFixture<OpaqueWorld>
{
    private readonly GatewayWorld _world = fixture.World;
    private readonly LiveService _service = fixture.Service;

    [Fact]
    public async Task UnaryCall_ComesBackWithItsTrailers()
    {
        _service.Handle = async context =>
        {
            var message = await ReadAsync(context.Request.Body);
            context.Response.ContentType = "application/grpc+proto";
            context.Response.Headers["grpc-encoding"] = "identity";
            context.Response.Headers["x-secret"] = "of the service";
            await WriteAsync(context.Response.Body, $"re: {message}");
            context.Response.AppendTrailer("grpc-status", "0");
            context.Response.AppendTrailer("grpc-message", "fine");
            context.Response.AppendTrailer("grpc-status-details-bin", "AAE");
            context.Response.AppendTrailer("x-secret", "of the service");
        };
        using var request = await CallAsync(stream => WriteAsync(stream, "ada"));
        request.With("TE", "trailers").With("grpc-timeout", "10S").With("grpc-accept-encoding", "identity,gzip").With("grpc-encoding", "identity").With("x-metadata", "of the caller");

        using var answer = await _world.StartAsync(request);

        Assert.Equal("re: ada", await ReadAsync(await answer.Content.ReadAsStreamAsync()));
        Assert.Equal(0, await (await answer.Content.ReadAsStreamAsync()).ReadAsync(new byte[1]));
        Assert.Equal("application/grpc+proto", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(["identity"], answer.Headers.GetValues("grpc-encoding"));
        Assert.Equal(
            ["grpc-message=fine", "grpc-status-details-bin=AAE", "grpc-status=0"],
            answer.TrailingHeaders.Select(trailer => $"{trailer.Key}={string.Join(',', trailer.Value)}").Order(StringComparer.Ordinal));
        Assert.False(answer.Headers.Contains("x-secret"));
        Assert.Equal(
            ("trailers", "10S", "identity,gzip", "identity", "application/grpc"),
            (_service.Headers["TE"], _service.Headers["grpc-timeout"], _service.Headers["grpc-accept-encoding"], _service.Headers["grpc-encoding"], _service.Headers["Content-Type"]));
        Assert.DoesNotContain(_service.Headers.Keys, header => header.ToLowerInvariant() is "authorization" or "x-metadata");
        Assert.Equal("acme", _service.Headers["X-Tenant-Id"]);
    }

    [Fact]
    public async Task CallThatFailsAtOnce_ComesBackWithItsStatus()
    {
        _service.Handle = context =>
        {
            context.Response.ContentType = "application/grpc";
            context.Response.Headers["grpc-status"] = "5";
            context.Response.Headers["grpc-message"] = "no such contact";
            return Task.CompletedTask;
        };
        using var request = await CallAsync(stream => WriteAsync(stream, "ada"));

        using var answer = await _world.StartAsync(request);

        Assert.Equal("5", answer.Headers.TryGetValues("grpc-status", out var status) ? string.Join(',', status) : "none");
    }

    [Fact]
    public async Task BidirectionalCall_CarriesEachMessageAtOnce()
    {
        _service.Handle = async context =>
        {
            context.Response.ContentType = "application/grpc";
            for (var i = 0; i < 3; i++) await WriteAsync(context.Response.Body, $"{await ReadAsync(context.Request.Body)}!");
            context.Response.AppendTrailer("grpc-status", "0");
        };
        var answered = new SemaphoreSlim(0);
        using var request = await CallAsync(async stream =>
        {
            for (var i = 0; i < 3; i++)
            {
                await WriteAsync(stream, $"m{i}");
                await answered.WaitAsync();
            }
        });

        // Each message is sent only after the one before has been answered.
        using var answer = await _world.StartAsync(request);
        var body = await answer.Content.ReadAsStreamAsync();
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal($"m{i}!", await ReadAsync(body));
            answered.Release();
        }

        Assert.Equal(0, await body.ReadAsync(new byte[1]));
        Assert.Equal(["0"], answer.TrailingHeaders.GetValues("grpc-status"));
    }

    [Fact]
    public async Task ServiceThatAnswersBeforeTheCallerIsDone_IsHeard()
    {
        _service.Handle = async context =>
        {
            context.Response.ContentType = "application/grpc";
            await WriteAsync(context.Response.Body, "enough");
            context.Response.AppendTrailer("grpc-status", "8");
        };
        var done = new TaskCompletionSource();
        using var request = await CallAsync(async stream =>
        {
            await WriteAsync(stream, "first");
            await done.Task;
        });

        using var answer = await _world.StartAsync(request);
        var body = await answer.Content.ReadAsStreamAsync();

        Assert.Equal("enough", await ReadAsync(body));
        Assert.Equal(0, await body.ReadAsync(new byte[1]));
        Assert.Equal(["8"], answer.TrailingHeaders.GetValues("grpc-status"));
        done.SetResult();
    }

    [Fact]
    public async Task CallOnAnotherRoute_Is415AsAProblem()
    {
        using var request = await _world.RequestAsync(HttpMethod.Post, "crm/contacts", new StreamedContent("application/grpc", stream => WriteAsync(stream, "ada")), http2: true);

        var answer = await Answer.ReadAsync(await _world.StartAsync(request));

        Assert.Equal((415, "unsupported_media_type"), (answer.Status, answer.Reason));
    }

    [Fact]
    public async Task CallerWhoLeaves_IsSeenByTheService()
    {
        var left = new TaskCompletionSource();
        _service.Handle = async context =>
        {
            context.RequestAborted.Register(left.SetResult);
            context.Response.ContentType = "application/grpc";
            await WriteAsync(context.Response.Body, "first");
            await left.Task;
        };
        using var request = await CallAsync(stream => WriteAsync(stream, "ada"));

        var answer = await _world.StartAsync(request);
        Assert.Equal("first", await ReadAsync(await answer.Content.ReadAsStreamAsync()));
        answer.Dispose();

        await left.Task.WaitAsync(TimeSpan.FromSeconds(20));
    }

    private Task<HttpRequestMessage> CallAsync(Func<Stream, Task> write) =>
        _world.RequestAsync(HttpMethod.Post, "h2/contacts.Contacts/Find", new StreamedContent("application/grpc", write), http2: true);

    private static async Task WriteAsync(Stream stream, string message)
    {
        var bytes = new byte[5 + Encoding.UTF8.GetByteCount(message)];
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(1), bytes.Length - 5);
        Encoding.UTF8.GetBytes(message, bytes.AsSpan(5));
        await stream.WriteAsync(bytes);
        await stream.FlushAsync();
    }

    private static async Task<string> ReadAsync(Stream stream)
    {
        var prefix = new byte[5];
        await stream.ReadExactlyAsync(prefix);
        var message = new byte[BinaryPrimitives.ReadInt32BigEndian(prefix.AsSpan(1))];
        await stream.ReadExactlyAsync(message);
        return Encoding.UTF8.GetString(message);
    }
}
