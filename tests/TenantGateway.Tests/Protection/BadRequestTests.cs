using System.Text;
using TenantGateway.Tests.Demo;

namespace TenantGateway.Tests.Protection;

public sealed class BadRequestTests(ProtectedTraffic traffic) : TrafficTests(traffic)
{
    private const int MaxUnitBytes = 8 * 1024 * 1024;

    private static readonly Dictionary<string, (byte[] Body, int Status, string Reason)> Bodies = new()
    {
        ["no JSON"] = ("name=Ada"u8.ToArray(), 400, "malformed_json"),
        ["cut off"] = ("""{"name":"Ada" """u8.ToArray(), 400, "malformed_json"),
        ["two values"] = ("""{"name":"Ada"}{"name":"Eve"}"""u8.ToArray(), 400, "malformed_json"),
        ["comment"] = ("""{"name":"Ada"/* */}"""u8.ToArray(), 400, "malformed_json"),
        ["trailing comma"] = ("""{"name":"Ada",}"""u8.ToArray(), 400, "malformed_json"),
        ["NaN"] = ("""{"name":NaN}"""u8.ToArray(), 400, "malformed_json"),
        ["nothing but white space"] = ("  "u8.ToArray(), 400, "malformed_json"),
        ["too deep, arrays"] = (Nested("[", "]", 65), 400, "json_too_deep"),
        ["too deep, objects"] = (Nested("{\"a\":", "}", 65), 400, "json_too_deep"),
        ["duplicate name"] = ("""{"name":"Ada","name":"Eve"}"""u8.ToArray(), 400, "duplicate_name"),
        ["duplicate name, escaped"] = ("""{"name":"Ada","n\u0061me":"Eve"}"""u8.ToArray(), 400, "duplicate_name"),
        ["duplicate name on the way"] = ("""{"items":[{"name":"Ada"}],"items":[]}"""u8.ToArray(), 400, "duplicate_name"),
        ["name in another case"] = ("""{"Name":"Ada"}"""u8.ToArray(), 400, "ambiguous_name"),
        ["name with NUL"] = ("""{"name\u0000":"Ada"}"""u8.ToArray(), 400, "ambiguous_name"),
        ["invalid UTF-8 in a value"] = ([.. """{"other":"Ada"""u8, 0xC3, 0x28, .. "\"}"u8], 400, "invalid_utf8"),
        ["invalid UTF-8 outside"] = ([.. """{"name":"Ada"}"""u8, 0xFF], 400, "invalid_utf8"),
        ["surrogate in UTF-8"] = ([.. """{"other":" """u8, 0xED, 0xA0, 0x80, .. "\"}"u8], 400, "invalid_utf8"),
        ["byte order mark"] = ([0xEF, 0xBB, 0xBF, .. """{"name":"Ada"}"""u8], 400, "invalid_utf8"),
        ["UTF-16"] = (Encoding.Unicode.GetBytes("""{"name":"Ada"}"""), 400, "malformed_json"),
        ["lone surrogate in a covered value"] = ("""{"name":"Ada\ud800"}"""u8.ToArray(), 400, "lone_surrogate"),
        ["lone surrogate elsewhere"] = ("""{"other":"\udc00\ud800"}"""u8.ToArray(), 400, "lone_surrogate"),
        ["lone surrogate in a name"] = ("""{"\ud800":1}"""u8.ToArray(), 400, "lone_surrogate"),
        ["long value"] = (Encoding.ASCII.GetBytes($$"""{"name":"{{new string('a', 61 * 1024)}}"}"""), 422, "value_too_long"),
        ["number in a searchable field"] = ("""{"email":7}"""u8.ToArray(), 422, "value_type_mismatch"),
        ["too many fields"] = (Encoding.ASCII.GetBytes($$"""{"address":[{{string.Join(',', Enumerable.Repeat("1", 20_001))}}]}"""), 413, "too_many_fields"),
    };

    public static TheoryData<string> Situations => [.. Bodies.Keys];

    [Theory]
    [MemberData(nameof(Situations))]
    public async Task BadBody_IsRefusedAndNotForwarded(string situation)
    {
        var (body, status, reason) = Bodies[situation];
        var answer = await SendAsync(body, "application/json");

        Traffic.AssertRefused(answer, status, reason);
        Assert.DoesNotContain("Ada", answer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("text/plain")]
    [InlineData("text/json")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("multipart/form-data; boundary=x")]
    [InlineData("application/x-ndjson")]
    [InlineData("application/json-patch")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData("application/json; charset=iso-8859-1")]
    [InlineData("application/json, text/plain")]
    [InlineData("json")]
    public async Task BodyOfAnotherType_IsRefusedAndNotForwarded(string? contentType) =>
        Traffic.AssertRefused(await SendAsync("""{"other":1}"""u8.ToArray(), contentType), 415, "unsupported_media_type");

    [Theory]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("Application/JSON; charset=\"UTF-8\"")]
    [InlineData("application/merge-patch+json")]
    public async Task BodyInJsonUnderAnotherName_IsProtected(string contentType)
    {
        Assert.Equal(200, (await SendAsync("""{"name":"Ada"}"""u8.ToArray(), contentType)).Status);
        Assert.DoesNotContain("Ada", Traffic.Service.Last.Text, StringComparison.Ordinal);
        Assert.Equal(contentType, Traffic.Service.Last.Headers["Content-Type"]);
    }

    [Theory]
    [InlineData("gzip, br")]
    [InlineData("identity")]
    [InlineData("zstd")]
    [InlineData("x")]
    public async Task EncodedBody_IsRefusedAndNotForwarded(string encoding)
    {
        using var request = Request("""{"other":1}"""u8.ToArray(), "application/json");
        request.Content!.Headers.TryAddWithoutValidation("Content-Encoding", encoding);

        Traffic.AssertRefused(await Traffic.SendAsync("agent@acme", request), 415, "unsupported_content_encoding");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task BodyAboveTheLimit_IsRefusedAndNotForwarded(bool chunked)
    {
        using var request = Request(Padded(MaxUnitBytes + 1), "application/json");
        request.Headers.TransferEncodingChunked = chunked;

        Traffic.AssertRefused(await Traffic.SendAsync("agent@acme", request), 413, "body_too_large");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task BodyAtTheLimit_IsProtected(bool chunked)
    {
        using var request = Request(Padded(MaxUnitBytes), "application/json");
        request.Headers.TransferEncodingChunked = chunked;
        Traffic.Service.AnswerJson("{}");

        Assert.Equal(200, (await Traffic.SendAsync("agent@acme", request)).Status);
        Assert.DoesNotContain("Ada", Traffic.Service.Last.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task BodyAtTheGreatestDepth_IsForwarded() => Assert.Equal(200, (await SendAsync(Nested("[", "]", 64), "application/json")).Status);

    [Theory]
    [InlineData("email=a@example.org&email=b@example.org", "duplicate_name")]
    [InlineData("email=a@example.org&em%61il=b@example.org", "duplicate_name")]
    [InlineData("Email=a@example.org", "ambiguous_name")]
    [InlineData("email[]=a@example.org", "ambiguous_name")]
    [InlineData("email%5B0%5D=a@example.org", "ambiguous_name")]
    [InlineData("x=1;email=a@example.org", "ambiguous_name")]
    [InlineData("email=%", "malformed_request")]
    [InlineData("other=%zz", "malformed_request")]
    [InlineData("email=%ff", "malformed_request")]
    public async Task BadQuery_IsRefusedAndNotForwarded(string query, string reason) =>
        Traffic.AssertRefused(await Traffic.SendAsync("agent@acme", HttpMethod.Get, $"crm/contacts?{query}"), 400, reason);

    private Task<World.Answer> SendAsync(byte[] body, string? contentType) => Traffic.SendAsync("agent@acme", Request(body, contentType));

    private static HttpRequestMessage Request(byte[] body, string? contentType)
    {
        var request = LoopbackClient.Request(HttpMethod.Post, "crm/contacts", "");
        request.Content = new ByteArrayContent(body);
        if (contentType is not null) request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        return request;
    }

    private static byte[] Nested(string open, string close, int depth) =>
        Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(open, depth)) + (open == "[" ? "" : "1") + string.Concat(Enumerable.Repeat(close, depth)));

    private static byte[] Padded(int length)
    {
        var body = new byte[length];
        body.AsSpan().Fill((byte)' ');
        """{"name":"Ada"}"""u8.CopyTo(body);
        return body;
    }
}
