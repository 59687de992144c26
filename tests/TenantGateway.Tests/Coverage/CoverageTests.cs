using System.Text;
using TenantGateway.Tests.Cli;
using TenantGateway.Tests.Demo;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Coverage;

/// <summary>What policies cover in the traffic of a route, and what they do not, as an admin and a reviewer are told.</summary>
public sealed class CoverageTests(ModesWorld world) : IClassFixture<ModesWorld>
{
    [Fact]
    public async Task WhatHappensToTraffic_IsCountedByRoute_AndValuesNobodyHasNamedAreToldByTheirPaths()
    {
        world.Service.Handle = context => RecordingService.WriteAsync(context, 200, "application/json", """{"email":"bob@example.org","rows":[{"zebulona.quist@example.org":1}]}"""u8.ToArray());
        for (var i = 0; i < 3; i++)
        {
            var (answer, _) = await world.SendAsync("shield/a?page=7", """{"email":"ada@example.org","name":"Quist","email2":"zebulona.quist@example.org","tags":["a",{"x":null}]}"""u8.ToArray());
            Assert.Equal(200, answer.Status);
            await Task.Delay(300);
        }

        var counts = await CountsAsync("shield");
        Assert.Equal(3, counts["body request inspected"]);
        Assert.Equal(3, counts["body response inspected"]);
        Assert.Equal(3, counts["protected email"]);
        Assert.Equal(3, counts["protected name"]);
        Assert.Equal(3, counts["given email clear"]);
        Assert.Equal(3, counts["clear-at-rest "]);
        Assert.Superset(new HashSet<string> { "unlisted ?page", "unlisted $.email2", "unlisted $.tags[*]", "unlisted $.rows[*].(name)" }, counts.Keys.ToHashSet());
        Assert.DoesNotContain(counts.Keys, key => key.Contains("quist", StringComparison.OrdinalIgnoreCase) || key.Contains("$.email ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task WhereAPolicyObserves_WhatPassedIsCounted()
    {
        world.Service.Handle = _ => Task.CompletedTask;
        await world.SendAsync("watch/a", """{"Email":"x","name":"Quist"}"""u8.ToArray());
        await Eventually.IsTrueAsync(async () => (await CountsAsync("watch")).ContainsKey("would-refuse request ambiguous_name"), "it is counted");
        var ran = await TgwAsync("admin@operator", "policy", "coverage", "--route", "watch", "--strict");
        Assert.Equal(7, ran.Exit);
        Assert.Contains("ambiguous_name", ran.Output, StringComparison.Ordinal);
        Assert.Contains("observe", ran.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"\ud800":"x"}""")]
    [InlineData("""{"name":"Quist","\udc00x":{"zebulona":1}}""")]
    public async Task WhereAPolicyObserves_WhatItWouldRefuse_PassesAndIsNotLookedAtForPaths(string document)
    {
        world.Service.Handle = _ => Task.CompletedTask;
        var (answer, received) = await world.SendAsync("watch/a", Encoding.UTF8.GetBytes(document));
        Assert.Equal((200, document), (answer.Status, Encoding.UTF8.GetString(received)));
        await Eventually.IsTrueAsync(async () => (await CountsAsync("watch")).ContainsKey("would-refuse request lone_surrogate"), "it is counted");
        Assert.DoesNotContain((await CountsAsync("watch")).Keys, key => key.Contains("zebulona", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("--from", "yesterday")]
    [InlineData("--to", "2026-02-30")]
    [InlineData("--from", "2020-01-01")]
    [InlineData("--from", "9999-01-01")]
    public async Task DaysThatAreNone_AreRefused(string option, string day)
    {
        var ran = await TgwAsync("reviewer@operator", "policy", "coverage", option, day);
        Assert.Equal(7, ran.Exit);
        Assert.Contains("malformed_request", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ARouteThatIsGivenTwice_IsRefused()
    {
        var answer = await AskAsync("reviewer@operator", "?route=shield&route=watch");
        Assert.Equal((400, "malformed_request"), (answer.Status, answer.Reason));
    }

    [Fact]
    public async Task ARouteThatNobodyKnows_HasNoCounts()
    {
        var ran = await TgwAsync("reviewer@operator", "policy", "coverage", "--route", "' OR 1=1 --", "--strict");
        Assert.Equal((0, ""), (ran.Exit, ran.Error));
    }

    // Also who reviews or administers a tenant: the counts are of all tenants together.
    [Theory]
    [InlineData("agent@acme")]
    [InlineData("reviewer@acme")]
    [InlineData("keys@acme")]
    public async Task WhoeverIsNoneOfTheOperators_IsNotTold(string user)
    {
        var answer = await AskAsync(user);
        Assert.Equal((401, "invalid_token"), (answer.Status, answer.Reason));
    }

    [Fact]
    public async Task WithoutAToken_NothingIsTold()
    {
        var answer = await AskAsync(null);
        Assert.Equal((401, "missing_token"), (answer.Status, answer.Reason));
    }

    [Fact]
    public async Task WhoAsked_IsOnRecord()
    {
        Assert.Equal(0, (await TgwAsync("reviewer@operator", "policy", "coverage", "--from", "2026-03-01", "--to", "2026-03-02")).Exit);
        var record = Assert.Single(await world.World.AuditAsync("operator"), record => record["event"] == "access.coverage_read" && record["subject"] == "2026-03-01/2026-03-02");
        Assert.Equal("ok", record["outcome"]);
    }

    private async Task<Dictionary<string, long>> CountsAsync(string route)
    {
        var ran = await TgwAsync("reviewer@operator", "policy", "coverage", "--route", route, "-o", "json");
        Assert.Equal((0, ""), (ran.Exit, ran.Error));
        return ran.OutputJson.GetProperty("routes").EnumerateArray().SelectMany(of => of.GetProperty("counts").EnumerateArray())
            .ToDictionary(count => $"{count.GetProperty("what")} {count.GetProperty("detail")}", count => count.GetProperty("count").GetInt64());
    }

    private async Task<Ran> TgwAsync(string user, params string[] args) =>
        await Tgw.RunAsync(world.World.AdminPlane.AbsoluteUri, await world.World.TokenAsync(user), TimeSpan.FromSeconds(30), args);

    private async Task<Answer> AskAsync(string? user, string query = "")
    {
        var request = LoopbackClient.Request(HttpMethod.Get, $"admin/coverage{query}");
        if (user is not null) request.With("Authorization", $"Bearer {await world.World.TokenAsync(user)}");
        return await Answer.ReadAsync(await world.World.Admin.SendAsync(request));
    }
}
