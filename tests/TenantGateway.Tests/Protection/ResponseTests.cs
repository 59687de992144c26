using System.IO.Compression;
using System.Text;
using Microsoft.AspNetCore.Http;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Protection;

public sealed class ResponseTests(ProtectedTraffic traffic) : TrafficTests(traffic)
{
    private const string Contact =
        """{ "email": "ada@example.org", "name": "Ada", "phone": "+44 20 7946 0958", "dateOfBirth": "1985-12-10", "address": { "city": "London" }, "score": 5.0 }""";

    [Fact]
    public async Task Forms_FollowTheRoleOfTheCaller()
    {
        var stored = await Traffic.StoreAsync(Contact);

        var clear = await ReadTextAsync("agent@acme", stored);
        var masked = await Traffic.ReadAsync("support@acme", stored);
        var handles = await Traffic.ReadAsync("analyst@acme", stored);

        Assert.Equal(Contact, clear);
        Assert.Equal(
            ("a•••@e•••.org", "A•••", "•••0958", "1985-•••"),
            (masked["email"]!.ToString(), masked["name"]!.ToString(), masked["phone"]!.ToString(), masked["dateOfBirth"]!.ToString()));
        Assert.StartsWith("hn1.", masked["address"]!["city"]!.ToString(), StringComparison.Ordinal);
        foreach (var name in (string[])["email", "name", "phone", "dateOfBirth"]) Assert.StartsWith("hn1.", handles[name]!.ToString(), StringComparison.Ordinal);
        Assert.Equal("5.0", handles["score"]!.ToJsonString());
    }

    [Fact]
    public async Task EqualValues_HaveEqualHandlesForOneActorOnly()
    {
        var first = await Traffic.StoreAsync(Contact);
        var second = await Traffic.StoreAsync(Contact);

        var one = await Traffic.ReadAsync("analyst@acme", first);
        Assert.Equal(one.ToJsonString(), (await Traffic.ReadAsync("analyst@acme", second)).ToJsonString());
        Assert.NotEqual(one["address"]!.ToJsonString(), (await Traffic.ReadAsync("support@acme", first))["address"]!.ToJsonString());
    }

    [Fact]
    public async Task ClearValuesInTheService_AreRenderedByTheSameRules()
    {
        long counted = await Traffic.CountAsync("tenantgateway.fields.clear_at_rest", async () =>
        {
            Assert.Equal(Contact, await ReadTextAsync("agent@acme", Contact));
            Assert.Equal("A•••", (await Traffic.ReadAsync("support@acme", Contact))["name"]!.ToString());
            var handles = (await Traffic.ReadAsync("analyst@acme", Contact)).ToJsonString();
            foreach (var value in (string[])["ada", "Ada", "7946", "1985", "London"]) Assert.DoesNotContain(value, handles, StringComparison.Ordinal);
        });

        Assert.Equal(15, counted);
    }

    [Fact]
    public async Task HandleOfAClearValue_IsTakenBackAsAToken()
    {
        var read = await Traffic.ReadAsync("analyst@acme", Contact);
        Traffic.Service.Reset();

        Assert.Equal(200, (await Traffic.SendAsync("analyst@acme", HttpMethod.Put, "crm/contacts/1", read.ToJsonString())).Status);

        Assert.DoesNotContain("London", Traffic.Service.Last.Text, StringComparison.Ordinal);
        Assert.Equal("London", (await Traffic.ReadAsync("agent@acme", Traffic.Service.Last.Text))["address"]!["city"]!.ToString());
    }

    [Fact]
    public async Task TokenWhereNoRuleNamesAField_IsRevealedByItsClass()
    {
        var token = await Traffic.StoreMemberAsync(Contact, "name");

        Assert.Equal("""{"note":["Ada"]}""", await ReadTextAsync("agent@acme", $$"""{"note":["{{token}}"]}"""));
        Assert.Equal("""{"note":["A•••"]}""", await ReadTextAsync("support@acme", $$"""{"note":["\u0070{{token[1..]}}"]}"""));
    }

    [Theory]
    [InlineData(400, "application/json")]
    [InlineData(404, "application/problem+json; charset=utf-8")]
    [InlineData(500, "application/json")]
    public async Task ErrorOfTheServiceInJson_IsRevealedLikeAnyAnswer(int status, string contentType)
    {
        var token = await Traffic.StoreMemberAsync(Contact, "name");
        Traffic.Service.Answer = (context, _) => RecordingService.WriteAsync(context, status, contentType, Encoding.UTF8.GetBytes($$"""{"name":"{{token}}"}"""));

        var answer = await Traffic.SendAsync("agent@acme", HttpMethod.Get, "crm/contacts/1");

        Assert.Equal((status, """{"name":"Ada"}""", contentType), (answer.Status, answer.Text, answer.ContentHeaders.ContentType?.ToString()));
    }

    [Theory]
    [InlineData(302)]
    [InlineData(404)]
    [InlineData(500)]
    public async Task ErrorOfTheServiceInAnotherType_KeepsItsStatusAndLosesItsBody(int status)
    {
        Traffic.Service.Answer = (context, _) => RecordingService.WriteAsync(context, status, "text/html", "<p>ada@example.org</p>"u8.ToArray());

        var answer = await Traffic.SendAsync("agent@acme", HttpMethod.Get, "crm/contacts/1");

        Assert.Equal((status, "", null), (answer.Status, answer.Text, answer.ContentHeaders.ContentType?.ToString()));
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("text/json")]
    [InlineData("application/json; charset=iso-8859-1")]
    [InlineData("application/x-ndjson")]
    [InlineData("application/json, text/html")]
    [InlineData("")]
    public async Task AnswerInAnotherType_IsWithheld(string contentType)
    {
        Traffic.Service.Answer = (context, _) => RecordingService.WriteAsync(context, 200, contentType, """{"other":"ada@example.org"}"""u8.ToArray());

        AssertWithheld(await Traffic.SendAsync("agent@acme", HttpMethod.Get, "crm/contacts/1"));
    }

    private static readonly Dictionary<string, byte[]> Uninspectable = new()
    {
        ["cut off"] = """{"other":"ada@example.org" """u8.ToArray(),
        ["two values"] = """{"other":"ada@example.org"} {}"""u8.ToArray(),
        ["invalid UTF-8"] = [.. """{"other":"ada@example.org"""u8, 0xFF, .. "\"}"u8],
        ["byte order mark"] = [0xEF, 0xBB, 0xBF, .. """{"other":"ada@example.org"}"""u8],
        ["lone surrogate"] = """{"other":"ada@example.org \ud800"}"""u8.ToArray(),
        ["duplicate name"] = """{"name":"ada@example.org","name":"Ada"}"""u8.ToArray(),
        ["name in another case"] = """{"Name":"ada@example.org"}"""u8.ToArray(),
        ["too deep"] = Encoding.ASCII.GetBytes(new string('[', 65) + "\"ada@example.org\"" + new string(']', 65)),
        ["too large"] = [.. """{"other":"ada@example.org"""u8, .. Enumerable.Repeat((byte)' ', 8 * 1024 * 1024), .. "\"}"u8],
    };

    public static TheoryData<string> Situations => [.. Uninspectable.Keys];

    [Theory]
    [MemberData(nameof(Situations))]
    public async Task AnswerThatCannotBeInspected_IsWithheld(string situation)
    {
        var body = Uninspectable[situation];
        Traffic.Service.Answer = (context, _) => RecordingService.WriteAsync(context, 200, "application/json", body);
        AssertWithheld(await Traffic.SendAsync("agent@acme", HttpMethod.Get, "crm/contacts/1"));

        Traffic.Service.Answer = (context, _) => WriteChunkedAsync(context, body);
        AssertWithheld(await Traffic.SendAsync("agent@acme", HttpMethod.Get, "crm/contacts/1"));
    }

    [Theory]
    [InlineData("gzip, gzip")]
    [InlineData("zstd")]
    public async Task AnswerInAnUnknownCoding_IsWithheld(string coding)
    {
        using var compressed = new MemoryStream();
        await using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true)) await gzip.WriteAsync("""{"name":"Ada"}"""u8.ToArray());
        Traffic.Service.Answer = (context, _) =>
        {
            context.Response.Headers.ContentEncoding = coding;
            return RecordingService.WriteAsync(context, 200, "application/json", compressed.ToArray());
        };

        var answer = await Traffic.SendAsync("agent@acme", HttpMethod.Get, "crm/contacts/1");

        Assert.Equal((502, "response_not_inspectable"), (answer.Status, answer.Reason));
        Assert.Equal("identity", Traffic.Service.Last.Headers["Accept-Encoding"]);
    }

    [Fact]
    public async Task PartOfAnAnswer_IsWithheld()
    {
        Traffic.Service.Answer = (context, _) => RecordingService.WriteAsync(context, 206, "application/json", """{"other":"ada@example.org"}"""u8.ToArray());

        AssertWithheld(await Traffic.SendAsync("agent@acme", HttpMethod.Get, "crm/contacts/1"));
    }

    [Theory]
    [InlineData(204, "GET")]
    [InlineData(304, "GET")]
    [InlineData(200, "GET")]
    [InlineData(200, "HEAD")]
    [InlineData(404, "HEAD")]
    public async Task AnswerWithoutABody_PassesAsItIs(int status, string method)
    {
        Traffic.Service.Answer = (context, _) =>
        {
            context.Response.StatusCode = status;
            if (method == "HEAD") context.Response.ContentLength = 77;
            return Task.CompletedTask;
        };

        var answer = await Traffic.SendAsync("agent@acme", new HttpMethod(method), "crm/contacts/1");

        Assert.Equal((status, ""), (answer.Status, answer.Text));
        // What the service would have sent says nothing of what the gateway would.
        if (method == "HEAD") Assert.False(answer.ContentHeaders.NonValidated.Contains("Content-Length"));
    }

    [Fact]
    public async Task ChunkedAnswer_IsRevealed()
    {
        var stored = await Traffic.StoreAsync(Contact);
        Traffic.Service.Answer = (context, _) => WriteChunkedAsync(context, Encoding.UTF8.GetBytes(stored));

        Assert.Equal(Contact, (await Traffic.SendAsync("agent@acme", HttpMethod.Get, "crm/contacts/1")).Text);
    }

    [Fact]
    public async Task ChunkedAnswerOfNoBytes_PassesAsItIs()
    {
        Traffic.Service.Answer = (context, _) => WriteChunkedAsync(context, []);

        var answer = await Traffic.SendAsync("agent@acme", HttpMethod.Get, "crm/contacts/1");

        Assert.Equal((200, ""), (answer.Status, answer.Text));
    }

    [Fact]
    public async Task LargestAnswer_IsRevealed()
    {
        var padding = new string(' ', 8 * 1024 * 1024 - 14);
        Traffic.Service.AnswerJson($$"""{"name":"Ada"{{padding}}}""");

        var answer = await Traffic.SendAsync("agent@acme", HttpMethod.Get, "crm/contacts/1");

        Assert.Equal((200, 8 * 1024 * 1024), (answer.Status, answer.Body.Length));
    }

    [Fact]
    public async Task Answer_IsForNoCache()
    {
        Traffic.Service.Answer = (context, _) =>
        {
            context.Response.Headers.CacheControl = "public, max-age=600";
            context.Response.Headers.ETag = "\"1\"";
            context.Response.Headers.LastModified = "Wed, 21 Oct 2015 07:28:00 GMT";
            context.Response.Headers["Content-MD5"] = "x";
            context.Response.Headers["Digest"] = "sha-256=x";
            context.Response.Headers.AcceptRanges = "bytes";
            return RecordingService.WriteAsync(context, 200, "application/json", Encoding.UTF8.GetBytes(Contact));
        };

        var answer = await Traffic.SendAsync("agent@acme", HttpMethod.Get, "crm/contacts/1");

        Assert.Equal(Contact, answer.Text);
        Assert.Equal("private, no-store", Assert.Single(answer.Headers.NonValidated["Cache-Control"]));
        Assert.Null(answer.Headers.ETag);
        Assert.Null(answer.ContentHeaders.LastModified);
        foreach (var name in (string[])["Content-MD5", "Digest", "Accept-Ranges"])
        {
            Assert.False(answer.Headers.NonValidated.Contains(name) || answer.ContentHeaders.NonValidated.Contains(name), name);
        }
    }

    [Theory]
    [InlineData("cut")]
    [InlineData("altered")]
    [InlineData("unknown key")]
    public async Task DamagedToken_PassesUnrevealedAndIsCounted(string damage)
    {
        var token = await Traffic.StoreMemberAsync(Contact, "name");
        var damaged = damage switch
        {
            "cut" => token[..^5],
            "altered" => $"{token[..30]}{(token[30] == 'A' ? 'B' : 'A')}{token[31..]}",
            _ => $"pn1.aaaaaa{token[10..]}",
        };
        var stored = $$"""{"name":"{{damaged}}","score":5.0}""";

        long counted = await Traffic.CountAsync("tenantgateway.tokens.damaged", async () => Assert.Equal(stored, await ReadTextAsync("agent@acme", stored)));

        Assert.Equal(1, counted);
    }

    private static async Task WriteChunkedAsync(HttpContext context, byte[] body)
    {
        context.Response.ContentType = "application/json";
        await context.Response.StartAsync();
        for (var at = 0; at < body.Length; at += Math.Max(7, body.Length / 16))
        {
            await context.Response.Body.WriteAsync(body.AsMemory(at, Math.Min(Math.Max(7, body.Length / 16), body.Length - at)));
            await context.Response.Body.FlushAsync();
        }
    }

    private static void AssertWithheld(Answer answer)
    {
        Assert.Equal((502, "response_not_inspectable"), (answer.Status, answer.Reason));
        Assert.DoesNotContain("example.org", answer.Text, StringComparison.Ordinal);
    }

    private async Task<string> ReadTextAsync(string user, string stored)
    {
        Traffic.Service.AnswerJson(stored);
        return (await Traffic.SendAsync(user, HttpMethod.Get, "crm/contacts/1")).Text;
    }
}
