using TenantGateway.Tests.Demo;
using TenantGateway.Tests.Protection;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Rotations;

/// <summary>What a search that is asked twice takes, and what it does with answers that do not go together.</summary>
public sealed class FanOutTests : IAsyncLifetime
{
    private const string Empty = """{"rows":[],"total":0}""";
    private readonly List<string> _asked = [];
    private readonly Dictionary<string, string> _headers = [];
    private GatewayWorld? _world;

    private GatewayWorld World => _world ?? throw new InvalidOperationException("Not started.");

    public async Task InitializeAsync()
    {
        _world = await GatewayWorld.StartAsync(ProtectedTraffic.Routes, policies: ProtectedTraffic.Policies);
        await LookupRotation.BeginAsync(_world, "acme");
    }

    public async Task DisposeAsync() => await World.DisposeAsync();

    [Theory]
    [InlineData("HEAD", "?phone=1", null)]
    [InlineData("DELETE", "?phone=1", null)]
    [InlineData("POST", "?phone=1", "{}")]
    [InlineData("GET", "?phone=1", "{}")]
    [InlineData("GET", "?phone=1&page=2", null)]
    [InlineData("GET", "?limit=10&phone=1", null)]
    [InlineData("GET", "?phone=1&Country=de", null)]
    public async Task WhatCannotBeAskedTwice_IsRefusedBeforeItIsAsked(string method, string query, string? json)
    {
        var refused = await SendAsync(new HttpMethod(method), query, json);

        Assert.Equal(400, refused.Status);
        if (method != "HEAD") Assert.Equal("search_not_repeatable", refused.Reason);
        Assert.Empty(World.Service.Received);
    }

    [Fact]
    public async Task RowThatMovesBetweenTheAsks_StandsInTheAnswerOnce()
    {
        Answer((0, 200, """{"rows":[{"id":7,"state":"old"},{"id":8}],"total":2}"""), (1, 200, """{"rows":[{"id":7,"state":"new"}],"total":1}"""));

        var found = await SendAsync(HttpMethod.Get, "?country=de&phone=1");

        Assert.Equal((200, """{"rows":[{"id":8},{"id":7,"state":"new"}],"total":2}"""), (found.Status, found.Text));
        Assert.Equal(found.Body.Length, found.ContentHeaders.ContentLength);
        Assert.Equal(2, _asked.Distinct().Count());
        Assert.All(_asked, target => Assert.StartsWith("/register/entries?country=de&phone=pn1.", target, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(200, """{"rows":[],"total":7}""")]
    [InlineData(200, """{"rows":[],"total":0,"next":"x"}""")]
    [InlineData(200, "")]
    [InlineData(200, "{")]
    [InlineData(404, Empty)]
    [InlineData(410, Empty)]
    [InlineData(204, "")]
    [InlineData(302, "")]
    public async Task AnswerThatDoesNotGoWithTheOther_IsWithheld(int status, string body)
    {
        foreach (var place in (int[])[0, 1])
        {
            Answer((place, status, body), (1 - place, 200, Empty));
            var withheld = await SendAsync(HttpMethod.Get, "?phone=1");
            Assert.Equal((502, "answers_not_mergeable"), (withheld.Status, withheld.Reason));
        }
    }

    [Fact]
    public async Task AnswerThatNamesMore_IsWithheld()
    {
        Answer((0, 200, Empty), (1, 200, Empty));
        _headers["Link"] = "</register/entries?page=2>; rel=\"next\"";
        Assert.Equal("answers_not_mergeable", (await SendAsync(HttpMethod.Get, "?phone=1")).Reason);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(429)]
    [InlineData(400)]
    public async Task FailureOfTheFirstAsk_IsToldAsItIs_AndNotAskedOn(int status)
    {
        Answer((0, status, """{"fault":"busy"}"""));
        var failed = await SendAsync(HttpMethod.Get, "?phone=1");
        Assert.Equal((status, """{"fault":"busy"}"""), (failed.Status, failed.Text));
        Assert.Single(_asked);
    }

    [Fact]
    public async Task FailureOfTheSecondAsk_IsNoPartialAnswer()
    {
        Answer((0, 200, Empty), (1, 500, "{}"));
        Assert.Equal("answers_not_mergeable", (await SendAsync(HttpMethod.Get, "?phone=1")).Reason);
    }

    [Fact]
    public async Task Conditions_AreNotPassedOn()
    {
        Answer((0, 200, Empty), (1, 200, Empty));
        var found = await SendAsync(HttpMethod.Get, "?phone=1", change: request => request.With("If-None-Match", "\"x\"").With("X-Own", "kept"));

        Assert.Equal((200, Empty), (found.Status, found.Text));
        Assert.All(World.Service.Received, request => Assert.False(request.Headers.ContainsKey("If-None-Match")));
        Assert.Equal(World.Service.Received.First().Headers.Keys.Order(StringComparer.Ordinal), World.Service.Last.Headers.Keys.Order(StringComparer.Ordinal));
    }

    /// <summary>Answers the first and second ask; what is asked beyond is answered empty.</summary>
    private void Answer(params (int Number, int Status, string Body)[] answers)
    {
        _asked.Clear();
        World.Service.Answer = async (context, request) =>
        {
            var answer = answers.FirstOrDefault(answer => answer.Number == _asked.Count, (Number: 0, Status: 200, Body: Empty));
            _asked.Add(request.RawTarget);
            foreach (var (name, value) in _headers) context.Response.Headers[name] = value;
            if (answer.Status is 204 or 302) context.Response.StatusCode = answer.Status;
            else await RecordingService.WriteAsync(context, answer.Status, "application/json", System.Text.Encoding.UTF8.GetBytes(answer.Body));
        };
    }

    private async Task<Tests.World.Answer> SendAsync(HttpMethod method, string query, string? json = null, Action<HttpRequestMessage>? change = null)
    {
        using var request = LoopbackClient.Request(method, $"register/entries{query}", json).With("Authorization", $"Bearer {await World.TokenAsync("agent@acme")}");
        change?.Invoke(request);
        return await Tests.World.Answer.ReadAsync(await World.Client.SendAsync(request));
    }
}
