using System.Text.Json.Nodes;

namespace TenantGateway.Tests.Protection;

/// <summary>The same engine with the plan reversed: a service of one's own sends stored tokens to a service of others.</summary>
public sealed class EgressTests(ProtectedTraffic traffic) : TrafficTests(traffic)
{
    [Fact]
    public async Task StoredTokensInTheRequest_ReachTheServiceInTheFormOfTheActor()
    {
        var stored = await Traffic.StoreAsync("""{ "email": "ada@example.org", "name": "Ada", "phone": "+44 20 7946 0958", "score": 5.0 }""");

        var answer = await Traffic.SendAsync("agent@acme", HttpMethod.Post, "partner/leads", stored);

        Assert.Equal(200, answer.Status);
        var received = JsonNode.Parse(Traffic.Service.Last.Text)!;
        Assert.Equal("ada@example.org", received["email"]!.ToString());
        Assert.Equal("A•••", received["name"]!.ToString());
        Assert.StartsWith("hn1.", received["phone"]!.ToString(), StringComparison.Ordinal);
        Assert.EndsWith(""", "score": 5.0 }""", Traffic.Service.Last.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StoredTokenInTheQuery_DoesNotGoOut()
    {
        var token = await Traffic.StoreMemberAsync("""{"email":"ada@example.org"}""", "email");
        Traffic.Service.Reset();

        Traffic.AssertRefused(await Traffic.SendAsync("agent@acme", HttpMethod.Get, $"partner/leads?q={token}"), 400, "stored_token_in_request");
    }

    [Fact]
    public async Task ActorWithoutTheRight_SendsHandlesOut()
    {
        var stored = await Traffic.StoreAsync("""{"email":"ada@example.org"}""");

        await Traffic.SendAsync("analyst@acme", HttpMethod.Post, "partner/leads", stored);

        Assert.StartsWith("hn1.", JsonNode.Parse(Traffic.Service.Last.Text)!["email"]!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ClearValuesInTheResponse_BecomeStoredTokensOfTheCallersTenant()
    {
        Traffic.Service.AnswerJson("""{ "items": [ { "email": "ada@example.org", "name": "Ada", "score": 5.0 } ] }""");

        var answer = await Traffic.SendAsync("analyst@acme", HttpMethod.Get, "partner/leads");

        var item = answer.Json["items"]![0]!;
        Assert.StartsWith("pn1.", item["email"]!.ToString(), StringComparison.Ordinal);
        Assert.StartsWith("pn1.", item["name"]!.ToString(), StringComparison.Ordinal);
        Assert.EndsWith(""", "score": 5.0 } ] }""", answer.Text, StringComparison.Ordinal);
        Assert.Equal(await Traffic.StoreMemberAsync("""{"email":"ada@example.org"}""", "email"), item["email"]!.ToString());
        Assert.Equal("Ada", (await Traffic.ReadAsync("agent@acme", answer.Text))["items"]![0]!["name"]!.ToString());
    }

    [Fact]
    public async Task StoredTokensInTheResponse_PassAsTheyAre()
    {
        var stored = await Traffic.StoreAsync("""{"email":"ada@example.org","name":"Ada"}""");
        Traffic.Service.AnswerJson(stored);

        Assert.Equal(stored, (await Traffic.SendAsync("agent@acme", HttpMethod.Get, "partner/leads")).Text);
    }

    [Fact]
    public async Task TokenOfAnotherTenantInTheRequest_GoesOutUnrevealed()
    {
        var foreign = await Traffic.StoreAsync("""{"email":"ada@example.org"}""", "agent@globex");

        await Traffic.SendAsync("agent@acme", HttpMethod.Post, "partner/leads", foreign);

        Assert.Equal(foreign, Traffic.Service.Last.Text);
    }
}
