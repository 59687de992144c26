using System.Net.Http.Headers;
using System.Text;
using TenantGateway.Core.Keys;
using TenantGateway.Tests.Demo;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Conversion;

/// <summary>The admin plane's calls on stored rows, over real sockets.</summary>
public sealed class ConversionEndpointsTests(ConversionWorld world) : IClassFixture<ConversionWorld>
{
    private const string Row = "{\"email\":null}\n";

    [Fact]
    public async Task Look_CountsAndGivesNothingBack_OnRecord()
    {
        var lines = $"[\"{await world.TokenAsync("acme", "jane@example.org")}\",\"{await world.TokenAsync("acme", "Jane", KeyLine.Data)}\"]\n";
        var run = await world.BeginAsync();

        var taken = await world.SendLinesAsync(run, 0, lines);
        Assert.Equal((200, 0, "application/x-ndjson"), (taken.Status, taken.Body.Length, $"{taken.ContentHeaders.ContentType}"));
        var report = (await world.EndAsync(run, lines.Length)).Json;

        Assert.Equal((run, "acme", ConversionWorld.Dataset, false, lines.Length, 1), ($"{report["id"]}", $"{report["tenant"]}", $"{report["dataset"]}", (bool?)report["rewrites"], (int?)report["offset"], (int?)report["rows"]));
        Assert.Equal(["data 1 primary 1 0 1", "lookup 1 primary 1 0 1"], report["generations"]!.AsArray()
            .Select(met => string.Join(' ', new[] { "line", "number", "state", "before", "rewritten", "left" }.Select(name => met![name]))).Order(StringComparer.Ordinal));
        var listed = (await world.AdminAsync(HttpMethod.Get, "datasets")).Json["items"]![0]!;
        Assert.Equal((ConversionWorld.Dataset, run), ($"{listed["name"]}", $"{listed["lastRun"]!["id"]}"));
        Assert.Equal(
            ["conversion.begun intent", "conversion.begun ok", "conversion.ended intent", "conversion.ended ok"],
            (await world.World.AuditAsync("operator")).Where(record => record["subject"] == $"acme/{run}").Select(record => $"{record["event"]} {record["outcome"]}"));
    }

    [Fact]
    public async Task Rows_AreNowhereKept()
    {
        var run = await world.BeginAsync();
        const string Lines = "{\"note\":\"Marigold Peppercorn\"}\n{\"note\":\"Marigold\n";
        await world.SendLinesAsync(run, 0, Lines);
        await world.EndAsync(run, Lines.Length);

        foreach (var file in Directory.EnumerateFiles(world.World.StateDirectory, "*", SearchOption.AllDirectories))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var bytes = new MemoryStream();
            await stream.CopyToAsync(bytes);
            Assert.DoesNotContain("Marigold", Encoding.Latin1.GetString(bytes.GetBuffer(), 0, (int)bytes.Length), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task LongestLine_IsTaken_AndOneByteMoreIsNot()
    {
        var run = await world.BeginAsync();
        var line = new byte[8 * 1024 * 1024];
        line.AsSpan().Fill((byte)'a');
        (line[0], line[^2], line[^1]) = ((byte)'"', (byte)'"', (byte)'\n');

        Assert.Equal(200, (await world.SendLinesAsync(run, 0, line)).Status);
        Assert.Equal("body_too_large", (await world.SendLinesAsync(run, line.Length, [.. line, (byte)'\n'])).Reason);
        Assert.Equal((1, 0), ((int?)(await world.EndAsync(run, line.Length)).Json["rows"], (int?)(await world.EndAsync(run, line.Length)).Json["malformed"]));
    }

    [Theory]
    [InlineData("?offset=0", "text/plain", null, "unsupported_media_type")]
    [InlineData("?offset=0", "application/json", null, "unsupported_media_type")]
    [InlineData("?offset=0", "application/x-ndjson", "gzip", "unsupported_content_encoding")]
    [InlineData("", "application/x-ndjson", null, "malformed_request")]
    [InlineData("?offset=-1", "application/x-ndjson", null, "malformed_request")]
    [InlineData("?offset=1e3", "application/x-ndjson", null, "malformed_request")]
    [InlineData("?offset=9223372036854775808", "application/x-ndjson", null, "malformed_request")]
    [InlineData("?offset=0&offset=0", "application/x-ndjson", null, "malformed_request")]
    [InlineData("?offset=0&x=1", "application/x-ndjson", null, "malformed_request")]
    [InlineData("?offset=1", "application/x-ndjson", null, "conversion_out_of_step")]
    public async Task OddLines_AreRefusedAndNotTaken(string query, string type, string? encoding, string reason)
    {
        var run = await world.BeginAsync();
        var request = new HttpRequestMessage(HttpMethod.Post, $"admin/tenants/acme/conversions/{run}/lines{query}")
        {
            Content = new ByteArrayContent(Encoding.UTF8.GetBytes(Row)) { Headers = { ContentType = MediaTypeHeaderValue.Parse(type) } },
        };
        if (encoding is not null) request.Content.Headers.ContentEncoding.Add(encoding);

        var refused = await world.AdminAsync(request);

        Assert.Equal(reason, refused.Reason);
        if (reason == "conversion_out_of_step") Assert.Equal(0, (int?)refused.Json["offset"]);
        Assert.Equal(200, (await world.EndAsync(run, 0)).Status);
    }

    [Fact]
    public async Task LinesOfUnknownLength_AreRefused()
    {
        var run = await world.BeginAsync();
        var chunked = new HttpRequestMessage(HttpMethod.Post, $"admin/tenants/acme/conversions/{run}/lines?offset=0") { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(Row)) };
        chunked.Content.Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
        chunked.Headers.TransferEncodingChunked = true;
        Assert.Equal("malformed_request", (await world.AdminAsync(chunked)).Reason);
        Assert.Equal("malformed_request", (await world.SendLinesAsync(run, 0, "")).Reason);
    }

    [Fact]
    public async Task RunOfAnotherTenant_IsUnknown()
    {
        var run = await world.BeginAsync();
        Assert.Equal((404, "unknown_conversion"), Told(await world.SendLinesAsync(run, 0, Row, "globex")));
        Assert.Equal((404, "unknown_tenant"), Told(await world.SendLinesAsync(run, 0, Row, "nobody")));
        Assert.Equal((404, "unknown_conversion"), Told(await world.AdminAsync(HttpMethod.Post, $"conversions/{run}/end", """{"bytes":"0"}""", "globex")));
        Assert.Equal((404, "unknown_dataset"), Told(await world.AdminAsync(HttpMethod.Post, "conversions", """{"dataset":"contacts"}""", "globex")));
        Assert.DoesNotContain(await world.World.AuditAsync("operator"), record => record["subject"] == $"globex/{run}");
    }

    [Theory]
    [InlineData("conversions", "{}", "invalid_definition")]
    [InlineData("conversions", """{"dataset":7}""", "invalid_definition")]
    [InlineData("conversions", """{"dataset":"contacts","x":1}""", "invalid_definition")]
    [InlineData("conversions", """{"dataset":"\ud800"}""", "lone_surrogate")]
    [InlineData("conversions", "{", "malformed_json")]
    [InlineData("conversions", """{"dataset":"archive"}""", "unknown_dataset")]
    [InlineData("conversions/cv_x/end", """{"bytes":"x"}""", "malformed_request")]
    [InlineData("conversions/cv_x/end", """{"bytes":"0"}""", "unknown_conversion")]
    [InlineData("datasets", "{}", "invalid_definition")]
    [InlineData("datasets", """{"datasets":["A"]}""", "invalid_definition")]
    [InlineData("datasets", """{"datasets":[".a"]}""", "invalid_definition")]
    [InlineData("datasets", """{"datasets":["a b"]}""", "invalid_definition")]
    [InlineData("datasets", """{"datasets":"contacts"}""", "invalid_definition")]
    [InlineData("datasets", """{"datasets":["\ud800"]}""", "lone_surrogate")]
    public async Task OddBody_IsRefused(string path, string json, string reason)
    {
        Assert.Equal(reason, (await world.AdminAsync(path == "datasets" ? HttpMethod.Put : HttpMethod.Post, path, json)).Reason);
        Assert.Equal(ConversionWorld.Dataset, $"{Assert.Single((await world.AdminAsync(HttpMethod.Get, "datasets")).Json["items"]!.AsArray())!["name"]}");
    }

    [Fact]
    public async Task NoReasonOrRole_NothingIsDone()
    {
        foreach (var (method, path, json) in new[] { (HttpMethod.Put, "datasets", """{"datasets":[]}"""), (HttpMethod.Post, "conversions", """{"dataset":"contacts"}""") })
        {
            Assert.Equal("missing_reason", (await world.AdminAsync(LoopbackClient.Request(method, $"admin/tenants/acme/{path}", json))).Reason);
            Assert.Equal("role_missing", (await AsReviewerAsync(method, path, json)).Reason);
        }

        Assert.Equal("role_missing", (await AsReviewerAsync(HttpMethod.Post, $"conversions/{await world.BeginAsync()}/lines?offset=0", "[]")).Reason);
        Assert.Equal(200, (await AsReviewerAsync(HttpMethod.Get, "datasets", null)).Status);
        Assert.Equal(405, (await world.AdminAsync(HttpMethod.Get, "conversions")).Status);
        Assert.Equal(405, (await world.AdminAsync(HttpMethod.Delete, "datasets")).Status);
    }

    private async Task<Answer> AsReviewerAsync(HttpMethod method, string path, string? json)
    {
        using var request = LoopbackClient.Request(method, $"admin/tenants/acme/{path}", json).With("X-Reason", "noon").With("Authorization", $"Bearer {await world.World.TokenAsync("reviewer@operator")}");
        return await Answer.ReadAsync(await world.World.Admin.SendAsync(request));
    }

    private static (int, string?) Told(Answer answer) => (answer.Status, answer.Reason);
}
