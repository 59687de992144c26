using System.Diagnostics.Metrics;
using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Http;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Protection;

/// <summary>Bodies of a type that the policy declares pass byte for byte in the declared direction, and no others.</summary>
public sealed class OpaqueBodyTests(OpaqueWorld fixture) : IClassFixture<OpaqueWorld>
{
    private static readonly byte[] Bytes = [0, 255, 13, 10, .. "pn1.abcdef.ada@example.org {\"email\":\"ada@example.org\"}"u8, 0xC3, 0x28];

    private readonly GatewayWorld _world = fixture.World;
    private readonly LiveService _service = fixture.Service;

    [Theory]
    [InlineData("image/png")]
    [InlineData("IMAGE/Png; quality=\"high\"")]
    public async Task DeclaredRequest_ReachesTheServiceByteForByte(string type)
    {
        var received = new MemoryStream();
        _service.Handle = context => context.Request.Body.CopyToAsync(received);

        using var answer = await SendAsync(HttpMethod.Post, "live/a", Body(type));

        Assert.Equal(200, (int)answer.StatusCode);
        Assert.Equal(Bytes, received.ToArray());
        Assert.Equal(type, _service.Headers["Content-Type"]);
        Assert.Equal("acme", _service.Headers["X-Tenant-Id"]);
        Assert.True(_service.Headers.ContainsKey("X-Gateway-Assertion"));
        Assert.False(_service.Headers.ContainsKey("Authorization"));
    }

    [Theory]
    [InlineData("image/png", 200)]
    [InlineData("text/csv", 200)]
    [InlineData("Image/PNG; a=b", 404)]
    public async Task DeclaredResponse_ReachesTheCallerByteForByte(string type, int status)
    {
        _service.Handle = context => RecordingService.WriteAsync(context, status, type, Bytes);

        using var answer = await SendAsync(HttpMethod.Get, "live/a");

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal(Bytes, await answer.Content.ReadAsByteArrayAsync());
        Assert.Equal(type, answer.Content.Headers.NonValidated["Content-Type"].ToString());
        Assert.Equal("no-store, private", answer.Headers.CacheControl?.ToString());
    }

    [Theory]
    [InlineData("kept/a", "image/png", "public, max-age=3600", "public, max-age=3600", "Accept")]
    [InlineData("kept/a", "image/png", null, "private, no-store", null)]
    [InlineData("kept/a", "application/json", "public, max-age=3600", "private, no-store", null)]
    [InlineData("live/a", "image/png", "public, max-age=3600", "private, no-store", null)]
    public async Task CachesKeepWhatPasses_WhereThePolicySaysSo(string path, string type, string? said, string told, string? varies)
    {
        _service.Handle = context =>
        {
            if (said is not null) (context.Response.Headers.CacheControl, context.Response.Headers.Vary) = (said, "Accept");
            return RecordingService.WriteAsync(context, 200, type, "{}"u8.ToArray());
        };

        using var answer = await SendAsync(HttpMethod.Get, path);

        Assert.Equal((200, told), ((int)answer.StatusCode, answer.Headers.NonValidated["Cache-Control"].ToString()));
        Assert.Equal(varies, answer.Headers.NonValidated.TryGetValues("Vary", out var vary) ? vary.ToString() : null);
    }

    [Fact]
    public async Task CompressedBodies_KeepTheirCoding()
    {
        var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true)) await gzip.WriteAsync(Bytes);
        _service.Handle = context =>
        {
            context.Response.Headers.ContentEncoding = context.Request.Headers.ContentEncoding;
            return RecordingService.WriteAsync(context, 200, "image/png", packed.ToArray());
        };
        var content = new ByteArrayContent(packed.ToArray()) { Headers = { ContentType = new MediaTypeHeaderValue("image/png"), ContentEncoding = { "gzip" } } };

        using var answer = await SendAsync(HttpMethod.Post, "live/a", content);

        Assert.Equal(["gzip"], answer.Content.Headers.ContentEncoding);
        Assert.Equal(packed.ToArray(), await answer.Content.ReadAsByteArrayAsync());
        Assert.Equal("identity", _service.Headers["Accept-Encoding"]);
    }

    [Theory]
    [InlineData("crm/contacts", "image/png")]
    [InlineData("live/a", "image/jpeg")]
    [InlineData("live/a", "text/csv")]
    [InlineData("live/a", "image/*")]
    [InlineData("live/a", "image/png, image/png")]
    [InlineData("live/a", "image/png2")]
    [InlineData("live/a", "application/json; charset=utf-16")]
    [InlineData("live/a", "")]
    public async Task UndeclaredRequest_Is415(string path, string type)
    {
        var before = _service.Requests;

        using var answer = await SendAsync(HttpMethod.Post, path, Body(type));

        Assert.Equal((415, before), ((int)answer.StatusCode, _service.Requests));
    }

    [Fact]
    public async Task TwoContentTypes_AreRefused()
    {
        var before = _service.Requests;

        var answer = await RawHttp.ExchangeAsync(
            _world.DataPlane,
            $"POST /live/a HTTP/1.1\nHost: localhost\nAuthorization: Bearer {await _world.TokenAsync("agent@acme")}\nContent-Type: image/png\nContent-Type: application/json\n"
            + "Content-Length: 2\nConnection: close\n\n{}");

        Assert.True(answer.Status is 400 or 415, answer.StatusLine);
        Assert.Equal(before, _service.Requests);
    }

    [Theory]
    [InlineData("crm/contacts", "image/png", 200)]
    [InlineData("live/a", "image/jpeg", 200)]
    [InlineData("live/a", "image/png", 206)]
    public async Task UndeclaredResponse_IsWithheld(string path, string type, int status)
    {
        _service.Handle = context => RecordingService.WriteAsync(context, status, type, Bytes);

        var answer = await Answer.ReadAsync(await SendAsync(HttpMethod.Get, path));

        Assert.Equal((502, "response_not_inspectable"), (answer.Status, answer.Reason));
    }

    [Fact]
    public async Task TwoContentTypesInAResponse_AreWithheld()
    {
        _service.Handle = context =>
        {
            context.Response.Headers.ContentType = new(["image/png", "application/json"]);
            return context.Response.Body.WriteAsync(Bytes).AsTask();
        };

        var answer = await Answer.ReadAsync(await SendAsync(HttpMethod.Get, "live/a"));

        Assert.Equal((502, "response_not_inspectable"), (answer.Status, answer.Reason));
    }

    [Fact]
    public async Task Json_IsInspectedBesideWhatIsOpaque()
    {
        var received = "";
        _service.Handle = async context =>
        {
            received = await new StreamReader(context.Request.Body).ReadToEndAsync();
            await RecordingService.WriteAsync(context, 200, "application/json", Encoding.UTF8.GetBytes(received));
        };

        using var answer = await SendAsync(HttpMethod.Post, "live/a", new StringContent("{\"email\":\"ada@example.org\"}", Encoding.UTF8, "application/json"));

        Assert.StartsWith("{\"email\":\"pn1.", received, StringComparison.Ordinal);
        Assert.DoesNotContain("pn1.", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task QueryAndPathOfAnOpaqueRequest_AreInspected()
    {
        var before = _service.Requests;
        const string Stored = "pn1.abcdef.rAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

        var query = await Answer.ReadAsync(await SendAsync(HttpMethod.Post, $"live/a?x={Stored}", Body("image/png")));
        var path = await Answer.ReadAsync(await SendAsync(HttpMethod.Post, $"live/{Stored}", Body("image/png")));

        Assert.Equal(("stored_token_in_request", "stored_token_in_request"), (query.Reason, path.Reason));
        Assert.Equal(before, _service.Requests);
    }

    [Fact]
    public async Task EventStream_ReachesTheCallerEventByEvent()
    {
        var more = new TaskCompletionSource();
        var goOn = new TaskCompletionSource();
        _service.Handle = async context =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.Body.FlushAsync();
            await more.Task;
            await context.Response.WriteAsync("data: one\n\n");
            await goOn.Task;
            await context.Response.WriteAsync("data: two\n\n");
        };

        // The head comes before any event does, and each event before the next is there.
        using var answer = await _world.StartAsync(await _world.RequestAsync(HttpMethod.Get, "live/events"));
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync());
        more.SetResult();
        Assert.Equal("data: one", await reader.ReadLineAsync());
        goOn.SetResult();
        Assert.Equal("\ndata: two\n\n", await reader.ReadToEndAsync());
    }

    [Fact]
    public async Task EventStreamOnAnotherRoute_IsWithheld()
    {
        _service.Handle = context => RecordingService.WriteAsync(context, 200, "text/event-stream", "data: one\n\n"u8.ToArray());

        Assert.Equal("response_not_inspectable", (await Answer.ReadAsync(await SendAsync(HttpMethod.Get, "crm/contacts"))).Reason);
    }

    [Fact]
    public async Task EveryBody_IsCountedOnceByItsTreatment()
    {
        var seen = new Dictionary<string, long>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, own) =>
        {
            if (instrument.Name == "tenantgateway.bodies") own.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((_, count, tags, _) =>
        {
            var words = tags.ToArray().ToDictionary(tag => tag.Key, tag => tag.Value);
            // Other worlds count too.
            if (words["route"] is not "live") return;
            lock (seen) seen[$"{words["direction"]} {words["treatment"]}"] = count;
        });
        listener.Start();
        listener.RecordObservableInstruments();
        var before = new Dictionary<string, long>(seen);
        _service.Handle = async context =>
        {
            await context.Request.Body.CopyToAsync(Stream.Null);
            await RecordingService.WriteAsync(context, 200, context.Request.Query["type"].ToString(), "{}"u8.ToArray());
        };

        (await SendAsync(HttpMethod.Post, "live/a?type=application/json", Body("image/png"))).Dispose();
        (await SendAsync(HttpMethod.Get, "live/a?type=image/png")).Dispose();
        (await SendAsync(HttpMethod.Post, "live/a?type=image/jpeg", new StringContent("{}", Encoding.UTF8, "application/json"))).Dispose();
        (await SendAsync(HttpMethod.Post, "live/a", Body("image/jpeg"))).Dispose();
        (await SendAsync(HttpMethod.Head, "live/a?type=image/png")).Dispose();

        listener.RecordObservableInstruments();
        Assert.Equal(
            ["request inspected 1", "request none 2", "request opaque 1", "request refused 1", "response inspected 1", "response none 1", "response opaque 1", "response refused 1"],
            seen.Select(body => $"{body.Key} {body.Value - before.GetValueOrDefault(body.Key)}").Order(StringComparer.Ordinal));
    }

    private static ByteArrayContent Body(string type)
    {
        var content = new ByteArrayContent(Bytes);
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        return content;
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? content = null) =>
        await _world.StartAsync(await _world.RequestAsync(method, path, content));
}
