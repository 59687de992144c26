using System.Text.Json.Nodes;
using TenantGateway.Tests.Demo;

namespace TenantGateway.Tests.Protection;

public sealed class RequestTests(ProtectedTraffic traffic) : TrafficTests(traffic)
{
    [Fact]
    public async Task WhatNoRuleNames_ReachesTheServiceByteForByte()
    {
        const string Sent = "{\r\n\t\"id\" : 12345678901234567890.10e+2 ,\"email\":\"ada@example.org\", \"a\\u0062\\/\": \"\\u00e9 é 😀 \\ud83d\\ude00\",\"n\":null, \"d\":1,\"d\":2,\"e\":[ ],\"o\":{ } }\n ";

        var received = await Traffic.StoreAsync(Sent);

        var token = JsonNode.Parse(received.Replace("\"d\":1,", "", StringComparison.Ordinal))!["email"]!.ToString();
        Assert.Equal(Sent, received.Replace(token, "ada@example.org", StringComparison.Ordinal));
    }

    [Fact]
    public async Task NestedValuesAndArrays_AreProtectedOneByOne()
    {
        var received = JsonNode.Parse(await Traffic.StoreAsync(
            """{"address":{"street":"High Street 1","lines":["a","b"],"no":7,"gone":null},"employment":[{"title":"Engineer"}],"tags":["vip"]}"""))!;

        string?[] tokens = [received["address"]!["street"]!.ToString(), .. received["address"]!["lines"]!.AsArray().Select(line => line!.ToString()),
            received["address"]!["no"]!.ToString(), received["employment"]![0]!["title"]!.ToString()];
        Assert.All(tokens, token => Assert.StartsWith("pn1.", token, StringComparison.Ordinal));
        Assert.Equal(tokens.Length, tokens.Distinct().Count());
        Assert.Null(received["address"]!["gone"]);
        Assert.Equal("vip", received["tags"]![0]!.ToString());
    }

    [Fact]
    public async Task Numbers_ComeBackAsTheyWereWritten()
    {
        const string Sent = """{"address":{"no":5.0,"big":123456789012345678901234567890,"flag":true,"text":"\u0041\/"}}""";

        var stored = await Traffic.StoreAsync(Sent);
        Traffic.Service.AnswerJson(stored);

        Assert.Equal(Sent, (await Traffic.SendAsync("agent@acme", HttpMethod.Get, "crm/contacts/1")).Text);
    }

    [Theory]
    [InlineData("email=ada@example.org")]
    [InlineData("email=ada%40example.org")]
    [InlineData("email=%61da%40example%2eorg")]
    [InlineData("em%61il=ada@example.org")]
    public async Task SearchByAValue_ReachesTheServiceAsTheStoredToken(string query)
    {
        var stored = await Traffic.StoreMemberAsync("""{"email":"ada@example.org"}""", "email");

        var answer = await Traffic.SendAsync("analyst@acme", HttpMethod.Get, $"crm/contacts?{query}");

        Assert.Equal(200, answer.Status);
        Assert.EndsWith($"={stored}", Traffic.Service.Last.RawTarget, StringComparison.Ordinal);
        Assert.DoesNotContain("example", Traffic.Service.Last.RawTarget, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SearchByAHandle_ReachesTheServiceAsTheStoredToken()
    {
        var stored = await Traffic.StoreMemberAsync("""{"email":"ada@example.org"}""", "email");
        var handle = (await Traffic.ReadAsync("analyst@acme", $$"""{"email":"{{stored}}"}"""))["email"]!.ToString();

        await Traffic.SendAsync("analyst@acme", HttpMethod.Get, $"crm/contacts?email={handle}");

        Assert.Equal($"/crm/contacts?email={stored}", Traffic.Service.Last.RawTarget);
    }

    [Fact]
    public async Task OtherParameters_ReachTheServiceByteForByte()
    {
        const string Before = "a=%7e%41%2F&plus=a+b&caf%C3%A9=%c3%a9&flag&empty=&&x=1;2&q=[1]'*!";

        await Traffic.SendAsync("agent@acme", HttpMethod.Get, $"crm/contacts?{Before}&email=ada@example.org&page=2");
        Assert.StartsWith($"/crm/contacts?{Before}&email=pn1.", Traffic.Service.Last.RawTarget, StringComparison.Ordinal);
        Assert.EndsWith("&page=2", Traffic.Service.Last.RawTarget, StringComparison.Ordinal);

        await Traffic.SendAsync("agent@acme", HttpMethod.Get, $"crm/contacts?{Before}");
        Assert.Equal($"/crm/contacts?{Before}", Traffic.Service.Last.RawTarget);
    }

    [Fact]
    public async Task SearchWithoutTheRight_IsRefused() =>
        Traffic.AssertRefused(await Traffic.SendAsync("agent@acme", HttpMethod.Get, "directory/entries?phone=5550100"), 403, "class_search_denied");

    [Fact]
    public async Task SearchByAHandle_NeedsNoRightBecauseItGuessesNothing()
    {
        var stored = await Traffic.StoreMemberAsync("""{"phone":"+1 555 0100"}""", "phone");
        var handle = (await Traffic.ReadAsync("analyst@acme", $$"""{"phone":"{{stored}}"}"""))["phone"]!.ToString();

        Assert.Equal(200, (await Traffic.SendAsync("analyst@acme", HttpMethod.Get, $"directory/entries?phone={handle}")).Status);
        Assert.StartsWith("/directory/entries?phone=pn1.", Traffic.Service.Last.RawTarget, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WriteWithoutTheRight_IsRefused() =>
        Traffic.AssertRefused(await Traffic.SendAsync("analyst@acme", HttpMethod.Put, "crm/contacts/1", """{"name":"Ada"}"""), 403, "class_write_denied");

    [Fact]
    public async Task MaskWrittenBack_IsRefused()
    {
        var stored = await Traffic.StoreAsync("""{"email":"ada@example.org","name":"Ada","phone":"+44 20 7946 0958","dateOfBirth":"1985-12-10"}""");
        var masked = await Traffic.ReadAsync("support@acme", stored);
        Traffic.Service.Reset();

        foreach (var (name, value) in masked.AsObject())
        {
            Traffic.AssertRefused(
                await Traffic.SendAsync("agent@acme", HttpMethod.Put, "crm/contacts/1", new JsonObject { [name] = value!.ToString() }.ToJsonString()), 422, "masked_value");
        }
    }

    [Theory]
    [InlineData("""{"email":"TOKEN"}""")]
    [InlineData("""{"other":"TOKEN"}""")]
    [InlineData("""{"notes":"see TOKEN, please"}""")]
    [InlineData("""{"TOKEN":1}""")]
    [InlineData("""{"other":["\u0070n1TAIL"]}""")]
    public async Task StoredTokenInABody_IsRefused(string json)
    {
        var stored = await Traffic.StoreMemberAsync("""{"email":"ada@example.org"}""", "email");
        Traffic.Service.Reset();

        var sent = json.Replace("TOKEN", stored, StringComparison.Ordinal).Replace("TAIL", stored[3..], StringComparison.Ordinal);
        Traffic.AssertRefused(await Traffic.SendAsync("agent@acme", HttpMethod.Post, "crm/contacts", sent), 400, "stored_token_in_request");
    }

    [Theory]
    [InlineData("crm/contacts?email=TOKEN")]
    [InlineData("crm/contacts?other=TOKEN")]
    [InlineData("crm/contacts?other=%70n1TAIL")]
    [InlineData("crm/contacts?TOKEN")]
    [InlineData("crm/contacts/TOKEN")]
    [InlineData("crm/contacts/%70n1TAIL")]
    public async Task StoredTokenInAUrl_IsRefused(string path)
    {
        var stored = await Traffic.StoreMemberAsync("""{"email":"ada@example.org"}""", "email");
        Traffic.Service.Reset();

        var target = path.Replace("TOKEN", stored, StringComparison.Ordinal).Replace("TAIL", stored[3..], StringComparison.Ordinal);
        Traffic.AssertRefused(await Traffic.SendAsync("agent@acme", HttpMethod.Get, target), 400, "stored_token_in_request");
    }

    [Fact]
    public async Task HandleOfAnotherActorOrClassOrPlace_IsRefused()
    {
        var stored = await Traffic.StoreAsync("""{"email":"ada@example.org","address":{"city":"London"}}""");
        var read = await Traffic.ReadAsync("analyst@acme", stored);
        var (email, city) = (read["email"]!.ToString(), read["address"]!["city"]!.ToString());
        Traffic.Service.Reset();

        await RefusedAsync("support@acme", $$"""{"email":"{{email}}"}""");
        await RefusedAsync("agent@globex", $$"""{"email":"{{email}}"}""");
        await RefusedAsync("analyst@acme", $$"""{"name":"{{email}}"}""");
        await RefusedAsync("analyst@acme", $$"""{"notes":"{{city}}"}""");
        await RefusedAsync("analyst@acme", $$"""{"other":"{{email}}"}""");
        await RefusedAsync("analyst@acme", $$"""{"{{email}}":1}""");
        await RefusedAsync("analyst@acme", $$"""{"email":"{{email}}, again"}""");
        await RefusedAsync("analyst@acme", $$"""{"email":"{{email[..^1]}}"}""");
        await RefusedAsync("analyst@acme", $$"""{"email":"{{email[..40]}}{{(email[40] == 'A' ? 'B' : 'A')}}{{email[41..]}}"}""");
        Traffic.AssertRefused(await Traffic.SendAsync("support@acme", HttpMethod.Get, $"crm/contacts?email={email}"), 400, "invalid_handle");
        Traffic.AssertRefused(await Traffic.SendAsync("analyst@acme", HttpMethod.Get, $"crm/contacts?email={city}"), 400, "invalid_handle");
        Traffic.AssertRefused(await Traffic.SendAsync("analyst@acme", HttpMethod.Get, $"crm/contacts?other={email}"), 400, "invalid_handle");
        Traffic.AssertRefused(await Traffic.SendAsync("analyst@acme", HttpMethod.Get, $"crm/contacts/{email}"), 400, "invalid_handle");

        async Task RefusedAsync(string user, string json) =>
            Traffic.AssertRefused(await Traffic.SendAsync(user, HttpMethod.Put, "crm/contacts/1", json), 400, "invalid_handle");
    }

    [Fact]
    public async Task ReadModifyWriteByWhoMayNotSee_LeavesStoredValuesAsTheyWere()
    {
        var contact = JsonNode.Parse("""
            {"name":"Ada Lovelace","email":"ada@example.org","phone":"+44 20 7946 0958","dateOfBirth":"1985-12-10","notes":"","address":{"street":"High Street 1","no":5.0},
             "emails":["a@example.org","b@example.org","a@example.org"],"employment":[{"employer":"A"},{"employer":"B","title":"C"}],"status":"active","gone":null}
            """)!;
        var before = await Traffic.ReadAsync("analyst@acme", await Traffic.StoreAsync(contact.ToJsonString()));

        before["status"] = "closed";
        before["emails"] = new JsonArray([.. before["emails"]!.AsArray().Reverse().Select(email => email!.DeepClone())]);
        before["employment"] = new JsonArray([.. before["employment"]!.AsArray().Reverse().Select(job => job!.DeepClone())]);
        Traffic.Service.Reset();
        var put = await Traffic.SendAsync("analyst@acme", HttpMethod.Put, "crm/contacts/1", before.ToJsonString());
        var after = await Traffic.ReadAsync("agent@acme", Traffic.Service.Last.Text);

        Assert.Equal(200, put.Status);
        contact["status"] = "closed";
        contact["emails"] = new JsonArray("a@example.org", "b@example.org", "a@example.org");
        contact["employment"] = JsonNode.Parse("""[{"employer":"B","title":"C"},{"employer":"A"}]""");
        Assert.Equal(contact.ToJsonString(), after.ToJsonString());
    }

    [Fact]
    public async Task ChunkedBody_IsProtected()
    {
        using var request = LoopbackClient.Request(HttpMethod.Post, "crm/contacts", """{"name":"Ada","score":5.0}""");
        request.Headers.TransferEncodingChunked = true;

        var answer = await Traffic.SendAsync("agent@acme", request);

        Assert.Equal((200, """{"name":"Ada","score":5.0}"""), (answer.Status, answer.Text));
        Assert.DoesNotContain("Ada", Traffic.Service.Last.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RequestWithoutABody_ReachesTheServiceWithoutOne()
    {
        foreach (var method in (HttpMethod[])[HttpMethod.Get, HttpMethod.Delete, HttpMethod.Post])
        {
            Assert.Equal(200, (await Traffic.SendAsync("agent@acme", method, "crm/contacts/1")).Status);
            Assert.Empty(Traffic.Service.Last.Body);
        }
    }
}
