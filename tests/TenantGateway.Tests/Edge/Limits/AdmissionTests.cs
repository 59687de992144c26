using System.Text.Json.Nodes;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Edge.Limits;

/// <summary>Who may send a request.</summary>
public sealed class AdmissionTests
{
    private const string Nonsense = "nonsense";

    [Fact]
    public async Task AddressOverItsRate_Gets429WithRetryAfterAndOthersAreServed()
    {
        await using var world = await LimitedWorld.StartAsync(("AddressRequestsPerSecond", "1"), ("AddressRequestsBurst", "3"));
        var token = await world.TokenAsync("agent@acme");
        using var hasty = new Caller(world, "127.0.0.2");
        using var other = new Caller(world, "127.0.0.3");

        var answers = new List<CallerAnswer>();
        for (var i = 0; i < 8; i++) answers.Add(await hasty.AskAsync(token));

        Assert.Equal([200, 200, 200], answers[..3].Select(answer => answer.Status));
        AssertLimited(Assert.IsType<CallerAnswer>(answers.FirstOrDefault(answer => answer.Status != 200)));
        Assert.Equal(200, (await other.AskAsync(token)).Status);
        await Eventually.IsTrueAsync(async () => (await hasty.AskAsync(token)).Status == 200);
    }

    [Fact]
    public async Task FailuresSpent_Gets429WhateverTheTokenAndOthersAreServed()
    {
        await using var world = await LimitedWorld.StartAsync(("AddressFailuresPerSecond", "1"), ("AddressFailuresBurst", "3"));
        var token = await world.TokenAsync("agent@acme");
        using var stranger = new Caller(world, "127.0.0.2");
        using var other = new Caller(world, "127.0.0.3");

        var failed = new List<int>();
        await Eventually.IsTrueAsync(async () =>
        {
            failed.Add((await stranger.AskAsync(Nonsense)).Status);
            return failed[^1] == 429;
        });

        Assert.True(failed.Count > 3, "The burst was not there.");
        Assert.All(failed[..^1], status => Assert.Equal(401, status));
        var good = await stranger.AskAsync(token);
        if (good.Status != 200) AssertLimited(good);
        Assert.Equal(200, (await other.AskAsync(token)).Status);
        await Eventually.IsTrueAsync(async () => (await stranger.AskAsync(token)).Status == 200);
    }

    [Theory]
    [InlineData("GET /a%2Fb HTTP/1.1\nHost: localhost", 400)]
    [InlineData("GET / HTTP/1.1\nHost: localhost", 401)]
    [InlineData("GET / HTTP/1.1\nHost: unknown.example", 421)]
    public async Task EveryRefusalOfAStranger_IsAFailure(string request, int status)
    {
        await using var world = await LimitedWorld.StartAsync(("AddressFailuresPerSecond", "1"), ("AddressFailuresBurst", "1"));

        var statuses = new List<int>();
        await Eventually.IsTrueAsync(async () =>
        {
            statuses.Add((await RawHttp.ExchangeAsync(world.DataPlane, $"{request}\nConnection: close\n\n")).Status);
            return statuses[^1] == 429;
        });

        Assert.Equal(status, statuses[0]);
    }

    [Fact]
    public async Task CallerWithGoodTokens_MayFailNowAndThen()
    {
        await using var world = await LimitedWorld.StartAsync(("AddressFailuresPerSecond", "1"), ("AddressFailuresBurst", "1"));
        var token = await world.TokenAsync("agent@acme");
        using var server = new Caller(world, "127.0.0.2");

        for (var round = 0; round < 4; round++)
        {
            for (var i = 0; i < 10; i++) Assert.Equal(200, (await server.AskAsync(token)).Status);
            Assert.Equal(401, (await server.AskAsync(Nonsense)).Status);
        }
    }

    [Fact]
    public async Task KnownCallerThatIsRefused_PaysNothing()
    {
        await using var world = await LimitedWorld.StartAsync(("AddressFailuresPerSecond", "1"), ("AddressFailuresBurst", "1"));
        var token = await world.TokenAsync("agent@acme");
        using var client = new Caller(world, "127.0.0.2");

        for (var i = 0; i < 10; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "nothing") { Headers = { { "Authorization", $"Bearer {token}" } } };
            using var answer = await client.Client.SendAsync(request);
            Assert.Equal(404, (int)answer.StatusCode);
        }
    }

    [Fact]
    public async Task FloodOfForgedTokens_IsShutOutAndOthersSeeNoError()
    {
        await using var world = await LimitedWorld.StartAsync(
            ("AddressFailuresPerSecond", "1"), ("AddressFailuresBurst", "5"), ("PenaltyAfter", "10"), ("PenaltySeconds", "2"));
        var token = await world.TokenAsync("agent@acme");
        var forged = token[..^8] + "AAAAAAAA";
        using var stranger = new Caller(world, "127.0.0.2");
        using var other = new Caller(world, "127.0.0.3");

        var flood = new List<CallerAnswer>();
        await Eventually.IsTrueAsync(async () =>
        {
            flood.Add(await stranger.AskAsync(forged));
            Assert.Equal(200, (await other.AskAsync(token)).Status);
            return flood[^1].Status == 0;
        });

        Assert.Equal(401, flood[0].Status);
        Assert.Equal([0, 401, 429], flood.Select(answer => answer.Status).Distinct().Order());
        Assert.True(flood[^2].IsFarewell, "The last answer did not end the connection.");
        AssertLimited(flood[^2]);
        await Eventually.IsTrueAsync(async () => (await stranger.AskAsync(token)).Status == 200);
    }

    [Fact]
    public async Task StrangerBehindAProxy_IsLimitedAndNeverCostsTheProxyItsConnection()
    {
        await using var world = await LimitedWorld.StartAsync(
            ("AddressFailuresPerSecond", "1"), ("AddressFailuresBurst", "5"), ("PenaltyAfter", "5"), ("PenaltySeconds", "60"), ("Gateway:TrustedProxies:Networks:0", "127.0.0.2"));
        var token = await world.TokenAsync("agent@acme");
        using var proxy = new Caller(world, "127.0.0.2");

        var flood = new List<CallerAnswer>();
        for (var i = 0; i < 40; i++)
        {
            flood.Add(await proxy.AskAsync(Nonsense, ("X-Forwarded-For", "203.0.113.7")));
            Assert.Equal(200, (await proxy.AskAsync(token, ("X-Forwarded-For", "203.0.113.8"))).Status);
        }

        Assert.Contains(flood, answer => answer.Status == 429);
        Assert.DoesNotContain(flood, answer => answer.IsFarewell || answer.Status == 0);
    }

    [Fact]
    public async Task AllRequestsUnderWay_Gets503WithRetryAfterUntilOneEnds()
    {
        await using var world = await LimitedWorld.StartAsync(("MaxRequests", "1"));
        var token = await world.TokenAsync("agent@acme");
        using var busy = new Caller(world, "127.0.0.2");
        using var caller = new Caller(world, "127.0.0.3");
        // Once all requests are under way, no new connection may be taken either.
        Assert.Equal(200, (await caller.AskAsync(token)).Status);
        world.Service.Reset();
        var answer = new TaskCompletionSource();
        world.Service.Answer = async (context, _) =>
        {
            await answer.Task;
            await RecordingService.WriteAsync(context, 200, "application/json", "{}"u8.ToArray());
        };
        var first = busy.AskAsync(token);
        await Eventually.IsTrueAsync(() => world.Service.Received.Count == 1);

        var second = await caller.AskAsync(token);
        Assert.Equal((503, "overloaded"), (second.Status, ReasonOf(second)));
        Assert.InRange(second.RetryAfter ?? TimeSpan.Zero, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60));

        answer.SetResult();
        Assert.Equal(200, (await first).Status);
        await Eventually.IsTrueAsync(async () => (await caller.AskAsync(token)).Status == 200);
    }

    private static void AssertLimited(CallerAnswer answer)
    {
        Assert.Equal((429, "address_limited"), (answer.Status, ReasonOf(answer)));
        Assert.InRange(answer.RetryAfter ?? TimeSpan.Zero, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60));
    }

    private static string? ReasonOf(CallerAnswer answer) => answer.Body.Length == 0 ? null : JsonNode.Parse(answer.Body)?["reason"]?.ToString();
}
