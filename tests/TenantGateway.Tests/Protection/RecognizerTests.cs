using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using TenantGateway.Tests.Demo;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Protection;

/// <summary>A recognizer outside, asked about prose over real sockets: right, slow, wrong and dead.</summary>
public sealed class RecognizerTests : IAsyncLifetime
{
    private const string Policy =
        """
        {
          "name": "chat", "mode": "enforce",
          "fields": [ { "select": "$.email", "class": "email" } ],
          "texts": "$.say", "embedded": "$.call", "plain": { "select": "$.id" },
          "form": [ { "field": "email", "class": "email" } ],
          "streams": ["lines"],
          "recognition": { "recognizer": { "name": "names", "entities": [ { "entity": "PERSON", "class": "name" }, { "entity": "LOCATION", "class": "address" } ] } },
          "access": {
            "reveal": [ { "classes": ["name", "address", "email", "free-text"], "roles": ["contacts.agent"], "form": "clear" } ],
            "write": [ { "classes": ["name", "address", "email", "free-text"], "roles": ["contacts.agent"] } ]
          }
        }
        """;

    private Analyzer? _analyzer;
    private LiveService? _service;
    private GatewayWorld? _world;

    private Analyzer Names => _analyzer ?? throw new InvalidOperationException("Not started.");

    private GatewayWorld World => _world ?? throw new InvalidOperationException("Not started.");

    private LiveService Service => _service ?? throw new InvalidOperationException("Not started.");

    public async Task InitializeAsync()
    {
        (_analyzer, _service) = (await Analyzer.StartAsync(), await LiveService.StartAsync());
        var settings = new Dictionary<string, string?>
        {
            ["ReverseProxy:Clusters:crm:Destinations:only:Address"] = Service.Address.AbsoluteUri,
            ["ReverseProxy:Routes:chat:ClusterId"] = "crm",
            ["ReverseProxy:Routes:chat:Match:Path"] = "/chat/{**rest}",
            ["ReverseProxy:Routes:chat:Metadata:Policy"] = "chat",
            ["Gateway:Recognizers:names:Address"] = Names.Address.AbsoluteUri,
            ["Gateway:Recognizers:names:TimeoutMilliseconds"] = "300",
            ["Gateway:Recognizers:names:BreakSeconds"] = "1",
            ["Gateway:Recognizers:names:MaxBytes"] = "100000",
        };
        _world = await GatewayWorld.StartAsync(settings, policies: new Dictionary<string, string> { ["chat.json"] = Policy });
    }

    public async Task DisposeAsync()
    {
        await World.DisposeAsync();
        await Service.DisposeAsync();
        await Names.DisposeAsync();
    }

    [Theory]
    [InlineData("""{"say":"Zebulona Quist lives in Bad Homburg.","id":"Zebulona Quist"}""", """{"say":"T lives in T.","id":"Zebulona Quist"}""")]
    [InlineData("""{"say":"\u00e9\ud83d\ude00 \"Zebulona Quist\"\n"}""", """{"say":"\u00e9\ud83d\ude00 \"T\"\n"}""")]
    [InlineData("""{"new":["x",{"y":"ask Zebulona Quist"}],"n":1}""", """{"new":["x",{"y":"ask T"}],"n":1}""")]
    [InlineData("""{"call":"{\"who\":\"Zebulona Quist\",\"say\":\"to Zebulona Quist\"}"}""", """{"call":"{\"who\":\"T\",\"say\":\"T\"}"}""")]
    [InlineData("""{"say":"Éloise 😀 Müller, ask.me@example.org"}""", """{"say":"T, T"}""")]
    public async Task WhatItFinds_IsStoredAsTokens_AndComesBack(string sent, string shape)
    {
        var stored = await StoreAsync(sent);
        Assert.Equal(shape, System.Text.RegularExpressions.Regex.Replace(stored, @"pn1\.[a-z2-7]{6}\.[A-Za-z0-9_-]+", "T"));
        Assert.Equal(sent, await ReadAsync(stored, "agent@acme"));
    }

    [Fact]
    public async Task FormsAndLines_AreAskedAboutToo()
    {
        var (_, form) = await SendAsync("say=to+Zebulona+Quist%21", "application/x-www-form-urlencoded");
        Assert.Matches("^say=to\\+pn1\\.[^%&+]+%21$", form);
        var (_, lines) = await SendAsync("{\"say\":\"a\"}\n{\"say\":\"Zebulona Quist\"}\n", "application/x-ndjson");
        Assert.Matches("^\\{\"say\":\"a\"\\}\n\\{\"say\":\"pn1\\.[^\"]+\"\\}\n$", lines);
    }

    [Fact]
    public async Task ManyTexts_AreAskedInBatches()
    {
        var before = Names.Calls;
        var sent = new JsonObject { ["rows"] = new JsonArray([.. Enumerable.Range(0, 250).Select(i => (JsonNode)$"{i}: Zebulona Quist")]) }.ToJsonString();
        var stored = await StoreAsync(sent);
        Assert.DoesNotContain("Quist", stored, StringComparison.Ordinal);
        Assert.Equal(3, Names.Calls - before);
        Assert.Equal(sent, await ReadAsync(stored, "agent@acme"));
    }

    [Fact]
    public async Task WhatHoldsNoText_IsNotAskedAbout()
    {
        var before = Names.Calls;
        await StoreAsync("""{"email":"ada@example.org","n":17,"x":"12:30","id":"a word"}""");
        Assert.Equal(before, Names.Calls);
    }

    [Fact]
    public async Task WhatAServiceHasInTheClear_IsGivenByItsClass() =>
        Assert.StartsWith("{\"say\":\"ask hn1.", await ReadAsync("""{"say":"ask Zebulona Quist"}""", "analyst@acme"), StringComparison.Ordinal);

    public static TheoryData<string, int, string> Wrong => new()
    {
        { "slow", 200, "" },
        { "error", 500, "[[]]" },
        { "redirect", 307, "" },
        { "not JSON", 200, "<html>" },
        { "about other texts", 200, "[[],[]]" },
        { "no list", 200, "{}" },
        { "no places", 200, """[[{"entity_type":"PERSON","score":0.9}]]""" },
        { "outside of the text", 200, """[[{"entity_type":"PERSON","score":0.9,"start":0,"end":1000}]]""" },
        { "backwards", 200, """[[{"entity_type":"PERSON","score":0.9,"start":3,"end":1}]]""" },
        { "negative", 200, """[[{"entity_type":"PERSON","score":0.9,"start":-1,"end":1}]]""" },
        { "endless", 200, "endless" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task WhereItDoesNotAnswerAsItShould_NothingGoesOn(string how, int status, string body)
    {
        Names.Answer = async context =>
        {
            if (how == "slow") await Task.Delay(2000, context.RequestAborted);
            context.Response.StatusCode = status;
            context.Response.Headers.Location = "http://127.0.0.1:1/";
            if (how != "endless") await context.Response.WriteAsync(body);
            for (var i = 0; how == "endless" && i < 5000; i++) await context.Response.WriteAsync(new string(' ', 1024));
        };
        var before = Service.Requests;
        var (answer, _) = await SendAsync("""{"say":"Zebulona Quist"}""");
        Assert.Equal((503, "recognizer_unavailable"), (answer.Status, answer.Reason));
        Assert.DoesNotContain("Quist", answer.Text, StringComparison.Ordinal);
        Assert.Equal(before, Service.Requests);
        Service.Handle = context => RecordingService.WriteAsync(context, 200, "application/json", """{"say":"Zebulona Quist"}"""u8.ToArray());
        Assert.Equal(503, (await AskAsync("agent@acme")).Status);
        // What needs no answer goes on.
        Service.Handle = _ => Task.CompletedTask;
        Assert.Equal(200, (await SendAsync("""{"email":"ada@example.org"}""")).Answer.Status);
    }

    [Fact]
    public async Task DeadForAWhile_IsNotAskedForAWhile_AndThenAgain()
    {
        Names.Answer = context =>
        {
            context.Abort();
            return Task.CompletedTask;
        };
        for (var i = 0; i < 10; i++) Assert.Equal(503, (await SendAsync("""{"say":"a"}""")).Answer.Status);
        var calls = Names.Calls;
        Assert.Equal(503, (await SendAsync("""{"say":"a"}""")).Answer.Status);
        Assert.Equal(calls, Names.Calls);

        Names.Answer = Analyzer.AnswerRightlyAsync;
        await Eventually.IsTrueAsync(async () => (await SendAsync("""{"say":"a"}""")).Answer.Status == 200, "it is asked again");
    }

    [Fact]
    public async Task MoreThanIsAskedAbout_IsRefused()
    {
        var (answer, _) = await SendAsync($$"""{"say":"{{new string('a', 100_001)}}"}""");
        Assert.Equal((413, "too_much_to_recognize"), (answer.Status, answer.Reason));
    }

    private async Task<string> StoreAsync(string body)
    {
        Service.Handle = _ => Task.CompletedTask;
        var (answer, received) = await SendAsync(body);
        Assert.Equal(200, answer.Status);
        return received;
    }

    private async Task<string> ReadAsync(string stored, string user)
    {
        Service.Handle = context => RecordingService.WriteAsync(context, 200, "application/json", Encoding.UTF8.GetBytes(stored));
        return (await AskAsync(user)).Text;
    }

    private async Task<Answer> AskAsync(string user)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, new Uri(World.DataPlane, "chat/a"));
        return await Answer.ReadAsync(await World.Client.SendAsync(request.With("Authorization", $"Bearer {await World.TokenAsync(user)}")));
    }

    private async Task<(Answer Answer, string Received)> SendAsync(string body, string type = "application/json")
    {
        var received = new MemoryStream();
        var answer = Service.Handle;
        Service.Handle = async context =>
        {
            await context.Request.Body.CopyToAsync(received);
            await answer(context);
        };
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(World.DataPlane, "chat/a")) { Content = CarrierWorld.Body(Encoding.UTF8.GetBytes(body), type) };
        var response = await Answer.ReadAsync(await World.Client.SendAsync(request.With("Authorization", $"Bearer {await World.TokenAsync("agent@acme")}")));
        Service.Handle = answer;
        return (response, Encoding.UTF8.GetString(received.ToArray()));
    }
}
