using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Protection;

/// <summary>Kinds of protection that are no tokens, tokens among other words, and what callers write back of all that; over a real gateway.</summary>
public sealed class KindsTests(CarrierWorld world) : IClassFixture<CarrierWorld>
{
    [Fact]
    public async Task Service_GetsPseudonymsAndNothing_AndOneSpelling()
    {
        var first = await StoreAsync("""{"customer":"Ada","birthplace":"Bonn","email":" ADA@example.org"}""");
        var second = await StoreAsync("""{"customer":"\u0041da","birthplace":{"city":"Bonn"},"email":"ada@example.org"}""");
        Assert.Matches("^ps1\\.", first["customer"]!.ToString());
        Assert.Equal(first["customer"]!.ToString(), second["customer"]!.ToString());
        Assert.Equal(first["email"]!.ToString(), second["email"]!.ToString());
        Assert.Null(first["birthplace"]);
        Assert.Null(second["birthplace"]!["city"]);
        Assert.Equal(first["customer"]!.ToString(), (await ReadAsync(first.ToJsonString(), "agent@acme")).Json["customer"]!.ToString());
    }

    [Fact]
    public async Task ForbiddenData_IsRefusedWithItsPath_AndReachesNobody()
    {
        var before = world.Service.Requests;
        foreach (var (body, type) in ((string, string)[])[("""{"health":"zebulonitis"}""", "application/json"), ("""{"call":"{\"health\":\"zebulonitis\"}","health":["zebulonitis"]}""", "application/json"), ("{\"health\":1}\n", "application/x-ndjson")])
        {
            var answer = await world.SendAsync(CarrierWorld.Body(Encoding.UTF8.GetBytes(body), type));
            Assert.Equal((422, "forbidden_class", "$.health"), (answer.Status, answer.Reason, answer.Json["location"]?.ToString()));
            Assert.DoesNotContain("zebulonitis", answer.Text, StringComparison.Ordinal);
        }

        Assert.Equal(before, world.Service.Requests);
        Assert.DoesNotContain(await world.World.AuditAsync("acme"), record => record.Leaf.GetRawText().Contains("zebulonitis", StringComparison.Ordinal));
        // Neither does anybody see what a service has all the same.
        Assert.Equal("""{"health":null}""", (await ReadAsync("""{"health":"zebulonitis"}""", "agent@acme")).Text);
    }

    [Fact]
    public async Task TokensInProse_AreRenderedForEachCaller_AndComeBack()
    {
        var email = await world.TokenOfAsync("ada@example.org");
        var stored = new JsonObject { ["say"] = $"Write to **{email}**, \"today\"" }.ToJsonString();
        Assert.Equal("Write to **ada@example.org**, \"today\"", (await ReadAsync(stored, "agent@acme")).Json["say"]!.ToString());
        Assert.Equal("Write to **a•••@e•••.org**, \"today\"", (await ReadAsync(stored, "support@acme")).Json["say"]!.ToString());

        var seen = (await ReadAsync(stored, "analyst@acme")).Json["say"]!.ToString();
        Assert.Contains("hn1.", seen, StringComparison.Ordinal);
        var written = await StoreAsync(new JsonObject { ["say"] = $"> {seen}" }.ToJsonString(), "analyst@acme");
        Assert.Equal("> Write to **ada@example.org**, \"today\"", (await ReadAsync(written.ToJsonString(), "agent@acme")).Json["say"]!.ToString());
    }

    [Fact]
    public async Task TokensInProseOfEvents_AreRevealed()
    {
        var email = await world.TokenOfAsync("ada@example.org");
        world.Service.Handle = async context =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.WriteAsync($"data: {{\"say\":\"ask {email}.\"}}\n\ndata: [DONE]\n\n");
        };
        var answer = await Answer.ReadAsync(await world.StartAsync(null, accept: "text/event-stream"));
        Assert.Equal("data: {\"say\":\"ask ada@example.org.\"}\n\ndata: [DONE]\n\n", answer.Text);
    }

    [Fact]
    public async Task TokenSpreadOverEvents_IsRevealed_AndWhatOnlyLooksLikeItsBeginningComesSoon()
    {
        var email = await world.TokenOfAsync("ada@example.org");
        var seen = new TaskCompletionSource();
        world.Service.Handle = async context =>
        {
            context.Response.ContentType = "text/event-stream";
            foreach (var text in (string[])["ask ", email[..7], email[7..30], email[30..] + ", ", "help"])
            {
                await context.Response.WriteAsync($"data: {{\"say\":\"{text}\"}}\n\n");
                await context.Response.Body.FlushAsync();
            }

            // Nothing follows for a long time: who reads must not wait for it.
            await seen.Task.WaitAsync(TimeSpan.FromSeconds(20));
        };
        using var answer = await world.StartAsync(null, accept: "text/event-stream");
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync());
        var said = new List<string>();
        while (said.Count < 5)
        {
            if (await reader.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(10)) is { Length: > 0 } line) said.Add(JsonNode.Parse(line["data: ".Length..])!["say"]!.ToString());
        }

        seen.SetResult();
        Assert.Equal(["ask ", "ada@example.org", "", ", ", "help"], said);
    }

    /// <summary>Whoever is shown nothing and saves the form again does not wipe out what is there.</summary>
    [Fact]
    public async Task RemovedValueWrittenBack_IsRefused()
    {
        var stored = await StoreAsync("""{"name":"Ada","note":1}""");
        var seen = await ReadAsync(stored.ToJsonString(), "support@acme");
        Assert.Equal("""{"name":null,"note":1}""", seen.Text);
        var answer = await world.SendAsync(CarrierWorld.Body(Encoding.UTF8.GetBytes(seen.Text), "application/json"), "support@acme");
        Assert.Equal((422, "removed_value", "$.name"), (answer.Status, answer.Reason, answer.Json["location"]?.ToString()));
    }

    private async Task<JsonNode> StoreAsync(string body, string user = "agent@acme")
    {
        var received = new MemoryStream();
        world.Service.Handle = async context => await context.Request.Body.CopyToAsync(received);
        var answer = await world.SendAsync(CarrierWorld.Body(Encoding.UTF8.GetBytes(body), "application/json"), user);
        Assert.Equal(200, answer.Status);
        return JsonNode.Parse(received.ToArray())!;
    }

    private async Task<Answer> ReadAsync(string stored, string user)
    {
        world.Service.Handle = async context =>
        {
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(stored);
        };
        return await world.SendAsync(null, user);
    }
}
