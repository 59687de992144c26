using System.IO.Compression;
using System.Text;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Protection;

/// <summary>Bodies that are no JSON document: forms, parts, documents in strings, compressed ones.</summary>
public sealed class CarrierTests(CarrierWorld world) : IClassFixture<CarrierWorld>
{
    private const string Parts = "multipart/form-data; boundary=\"b b\"";

    [Fact]
    public async Task Form_ReachesTheServiceWithTokens()
    {
        var token = await world.TokenOfAsync("a+b@example.org");

        var (answer, received) = await world.StoreAsync("x=1&email=a%2Bb@example.org&y=+%20"u8.ToArray(), "application/x-www-form-urlencoded; charset=UTF-8");

        Assert.Equal(200, answer.Status);
        Assert.Equal($"x=1&email={token}&y=+%20", Encoding.ASCII.GetString(received));
        Assert.Equal($"{received.Length}", world.Service.Headers["Content-Length"]);
        Assert.Equal("application/x-www-form-urlencoded; charset=UTF-8", world.Service.Headers["Content-Type"]);
    }

    [Theory]
    [InlineData("Email=a", "application/x-www-form-urlencoded", 400, "ambiguous_name")]
    [InlineData("email=a", "application/x-www-form-urlencoded; charset=iso-8859-1", 415, "unsupported_media_type")]
    [InlineData("--b\r\n", Parts, 415, "unsupported_media_type")]
    [InlineData("--b\r\n", "multipart/form-data", 415, "unsupported_media_type")]
    [InlineData("--b\r\n", "multipart/form-data; boundary=b; boundary=c", 415, "unsupported_media_type")]
    [InlineData("--b\r\n", "multipart/mixed; boundary=b", 415, "unsupported_media_type")]
    [InlineData("--b\r\n", "multipart/form-data; boundary=b", 400, "malformed_request")]
    [InlineData("data: {}\n\n", "text/event-stream", 415, "unsupported_media_type")]
    [InlineData("{\"Email\":1}\n", "application/x-ndjson", 400, "ambiguous_name")]
    [InlineData("{\"email\":\"a\"}\n", "application/x-ndjson; charset=utf-16", 415, "unsupported_media_type")]
    public async Task BadBody_IsRefusedAndNotForwarded(string body, string type, int status, string reason)
    {
        var before = world.Service.Requests;
        var answer = await world.SendAsync(CarrierWorld.Body(Encoding.UTF8.GetBytes(body), type));
        Assert.Equal((status, reason, before), (answer.Status, answer.Reason, world.Service.Requests));
    }

    [Fact]
    public async Task SmallFormInParts_ReachesTheServiceWithTokensAndItsLength()
    {
        var token = await world.TokenOfAsync("a@example.org");
        using var form = new MultipartFormDataContent { { new StringContent("a@example.org"), "email" }, { new StringContent("x"), "other" } };
        form.Add(new ByteArrayContent([0, 255, 13, 10]) { Headers = { ContentType = new("image/png") } }, "picture");
        var sent = Encoding.Latin1.GetString(await form.ReadAsByteArrayAsync());

        var (answer, received) = await world.StoreAsync(Encoding.Latin1.GetBytes(sent), form.Headers.ContentType!.ToString());

        Assert.Equal(200, answer.Status);
        Assert.Equal(sent.Replace("a@example.org", token, StringComparison.Ordinal), Encoding.Latin1.GetString(received));
        Assert.Equal($"{received.Length}", world.Service.Headers["Content-Length"]);
    }

    [Fact]
    public async Task LongFile_PassesAsAStream()
    {
        var file = new byte[5_000_000];
        System.Security.Cryptography.RandomNumberGenerator.Fill(file);
        byte[] sent = [.. "------boundary--4711\r\nContent-Disposition: form-data; name=\"f\"; filename=\"f\"\r\nContent-Type: image/png\r\n\r\n"u8, .. file, .. "\r\n------boundary--4711--\r\n"u8];

        var (answer, received) = await world.StoreAsync(sent, "multipart/form-data; boundary=----boundary--4711");

        Assert.Equal(200, answer.Status);
        Assert.Equal(sent, received);
        Assert.False(world.Service.Headers.ContainsKey("Content-Length"));
    }

    [Fact]
    public async Task DocumentInAString_IsProtectedAndRevealed()
    {
        var token = await world.TokenOfAsync("a@example.org");
        const string sent = """{"call":"{\"email\": \"a@example.org\"}"}""";
        var (_, received) = await world.StoreAsync(Encoding.UTF8.GetBytes(sent), "application/json");
        Assert.Equal(sent.Replace("a@example.org", token, StringComparison.Ordinal), Encoding.UTF8.GetString(received));

        world.Service.Handle = context => RecordingService.WriteAsync(context, 200, "application/json", received);
        Assert.Equal(sent, (await world.SendAsync(null)).Text);
        Assert.Equal(sent.Replace("a@example.org", "a•••@e•••.org", StringComparison.Ordinal), (await world.SendAsync(null, "support@acme")).Text);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    public async Task CompressedBodies_AreInspected(string coding)
    {
        var (answer, received) = await world.StoreAsync(await PackAsync(coding, """{"name":"Ada","x":1}"""u8.ToArray()), "application/json", coding);

        Assert.Equal(200, answer.Status);
        Assert.DoesNotContain("Ada", Encoding.UTF8.GetString(received), StringComparison.Ordinal);
        Assert.False(world.Service.Headers.ContainsKey("Content-Encoding"));
        Assert.Equal($"{received.Length}", world.Service.Headers["Content-Length"]);

        foreach (var type in new[] { "application/json", "application/x-ndjson" })
        {
            Answer(coding, type, await PackAsync(coding, received));
            var read = await world.SendAsync(null);
            Assert.Equal((200, """{"name":"Ada","x":1}"""), (read.Status, read.Text));
            Assert.Empty(read.ContentHeaders.ContentEncoding);
            Assert.Equal("identity", world.Service.Headers["Accept-Encoding"]);
        }
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    public async Task DamagedOrBoundlessCompression_IsRefused(string coding)
    {
        byte[] document = [.. "{\"x\":\""u8, .. Enumerable.Range(0, 4000).Select(i => (byte)('a' + (i * i % 23))), .. "\"}"u8];
        var packed = await PackAsync(coding, document);
        var bomb = await PackAsync(coding, [.. "{\"x\":\""u8, .. Enumerable.Repeat((byte)'x', 1_900_000), .. "\"}"u8]);
        var (damaged, cut) = (packed.ToArray(), packed[..(packed.Length / 2)]);
        damaged[packed.Length / 2] ^= 0x55;
        damaged[packed.Length / 3] ^= 0xFF;

        foreach (var (body, status) in new[] { (cut, 400), (damaged, 400), ("{\"x\":1}"u8.ToArray(), 400), (bomb, 413) })
        {
            var before = world.Service.Requests;
            Assert.Equal((status, before), ((await world.SendAsync(CarrierWorld.Body(body, "application/json", coding))).Status, world.Service.Requests));
            Answer(coding, "application/json", body);
            var answer = await world.SendAsync(null);
            // What is damaged may decode to nothing: br has no check of its own.
            Assert.True(answer.Reason == "response_not_inspectable" || (body == damaged && answer.Body.Length == 0), $"{answer.Status} {answer.Text}");
        }
    }

    [Fact]
    public async Task CompressedNothing_IsNothing()
    {
        Answer("gzip", "application/json", await PackAsync("gzip", []));
        var answer = await world.SendAsync(null);
        Assert.Equal((200, 0, 0L), (answer.Status, answer.Body.Length, answer.ContentHeaders.ContentLength));
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    public async Task CutLines_AreNoWholeOnes(string coding)
    {
        var packed = await PackAsync(coding, Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 3000).Select(i => $"{{\"n\":{i * 7919 % 1009}}}\n"))));
        Answer(coding, "application/x-ndjson", packed);
        Assert.Equal(200, (await world.SendAsync(null)).Status);
        Answer(coding, "application/x-ndjson", packed[..^20]);
        try
        {
            Assert.Equal("response_not_inspectable", (await world.SendAsync(null)).Reason);
        }
        catch (HttpRequestException)
        {
            // Some of it had left by then.
        }
    }

    private void Answer(string coding, string type, byte[] packed) => world.Service.Handle = context =>
    {
        context.Response.Headers.ContentEncoding = coding;
        return RecordingService.WriteAsync(context, 200, type, packed);
    };

    private static async Task<byte[]> PackAsync(string coding, byte[] body)
    {
        var packed = new MemoryStream();
        await using (Stream encoder = coding switch
        {
            "br" => new BrotliStream(packed, CompressionLevel.Optimal, leaveOpen: true),
            "deflate" => new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true),
            _ => new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true),
        }) await encoder.WriteAsync(body);
        return packed.ToArray();
    }
}
