using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using TenantGateway.Core.Access;
using TenantGateway.Core.Sessions;
using TenantGateway.Demo.IdentityProvider;
using TenantGateway.Tests.Demo;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Protection;

/// <summary>One gateway whose route <c>/care</c> narrows what roles give by purpose, freshness and denials.</summary>
public sealed class NeedToKnowWorld : IAsyncLifetime
{
    private const string Care =
        """
        {
          "name": "care",
          "fields": [
            { "select": "$.email", "class": "email", "protection": "searchable" },
            { "select": "$.name", "class": "name" },
            { "select": "$.phone", "class": "phone" },
            { "select": "$.notes", "class": "free-text" }
          ],
          "query": [ { "parameter": "email", "class": "email" } ],
          "access": {
            "purposes": [
              { "name": "support-case", "roles": ["contacts.agent", "contacts.support"], "clients": ["tenantgateway-demo"] },
              { "name": "elsewhere", "roles": ["contacts.agent"], "clients": ["another-client"] }
            ],
            "reveal": [
              { "classes": ["name"], "roles": ["contacts.agent"], "form": "mask" },
              { "classes": ["name"], "roles": ["contacts.agent"], "purposes": ["support-case"], "form": "clear" },
              { "classes": ["email"], "roles": ["contacts.agent"], "maxLoginAgeSeconds": 900, "stepUp": true, "form": "clear" },
              { "classes": ["phone"], "roles": ["contacts.agent"], "maxLoginAgeSeconds": 900, "form": "clear" },
              { "classes": ["free-text"], "roles": ["contacts.agent", "contacts.support"], "form": "clear" }
            ],
            "write": [
              { "classes": ["email", "name", "free-text"], "roles": ["contacts.agent"] },
              { "classes": ["phone"], "roles": ["contacts.agent"], "maxLoginAgeSeconds": 900, "stepUp": true }
            ],
            "search": [ { "classes": ["email"], "roles": ["contacts.agent"], "maxLoginAgeSeconds": 900 } ],
            "deny": [ { "classes": ["free-text"], "roles": ["contacts.support"] } ]
          }
        }
        """;

    private GatewayWorld? _world;

    internal GatewayWorld World => _world ?? throw new InvalidOperationException("Not started.");

    public async Task InitializeAsync() => _world = await GatewayWorld.StartAsync(
        new Dictionary<string, string?>
        {
            ["ReverseProxy:Routes:care:ClusterId"] = "crm",
            ["ReverseProxy:Routes:care:Match:Path"] = "/care/{**rest}",
            ["ReverseProxy:Routes:care:Metadata:Policy"] = "care",
            ["ReverseProxy:Routes:fresh:ClusterId"] = "crm",
            ["ReverseProxy:Routes:fresh:Match:Path"] = "/fresh/{**rest}",
            ["ReverseProxy:Routes:fresh:Metadata:Policy"] = "care",
            ["ReverseProxy:Routes:fresh:Metadata:MaxLoginAgeSeconds"] = "600",
            ["ReverseProxy:Routes:machines:ClusterId"] = "crm",
            ["ReverseProxy:Routes:machines:Match:Path"] = "/machines/{**rest}",
            ["ReverseProxy:Routes:machines:Metadata:Policy"] = "machines",
            ["Gateway:Forwarding:RequestHeaders:0"] = "X-Purpose",
        },
        policies: new Dictionary<string, string> { ["care.json"] = Care, ["machines.json"] = """{ "name": "machines", "callers": "services", "fields": [ { "select": "$.email", "class": "email" } ] }""" });

    public async Task DisposeAsync() => await World.DisposeAsync();

    internal async Task<Answer> SendAsync(string user, HttpMethod method, string path, string? json = null, params string[] purposes)
    {
        using var request = LoopbackClient.Request(method, path, json).With("Authorization", $"Bearer {await World.TokenAsync(user)}");
        if (purposes.Length > 0) request.Headers.TryAddWithoutValidation("X-Purpose", purposes);
        return await Answer.ReadAsync(await World.Client.SendAsync(request));
    }

    internal async Task<JsonNode> ReadAsync(string user, params string[] purposes)
    {
        var answer = await SendAsync(user, HttpMethod.Get, "care/1", null, purposes);
        Assert.Equal(200, answer.Status);
        return answer.Json;
    }
}

public sealed class NeedToKnowTests(NeedToKnowWorld care) : IClassFixture<NeedToKnowWorld>, IAsyncLifetime
{
    private const string Contact = """{"name":"Ada","email":"ada@example.org","phone":"+44 20","notes":"calls on mondays"}""";

    public async Task InitializeAsync()
    {
        care.World.Service.Reset();
        Assert.Equal(200, (await care.SendAsync("agent@acme", HttpMethod.Post, "care/1", Contact)).Status);
        care.World.Service.AnswerJson(care.World.Service.Last.Text);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Purpose_GivesMore_AndStandsInTheRecord()
    {
        Assert.Equal("A•••", $"{(await care.ReadAsync("agent@acme"))["name"]}");
        Assert.Equal("Ada", $"{(await care.ReadAsync("agent@acme", "support-case"))["name"]}");
        Assert.Equal("support-case", care.World.Service.Last.Headers["X-Purpose"]);

        var records = await care.World.AuditAsync("acme");
        Assert.Equal(("data.revealed", "support-case", "person"), (records[^1]["event"], records[^1]["purpose"], records[^1]["actorType"]));
        Assert.Null(records[^2]["purpose"]);
    }

    [Theory]
    [InlineData("agent@acme", "SUPPORT-CASE")]
    [InlineData("agent@acme", "marketing")]
    [InlineData("agent@acme", "elsewhere")]
    [InlineData("agent@acme", "support-case,support-case")]
    [InlineData("agent@acme", "support-case", "support-case")]
    [InlineData("agent@acme", "")]
    public async Task PurposeThatIsNotTheCallers_IsAsNone_AndGoesNoFurther(string user, params string[] purposes)
    {
        Assert.Equal("A•••", $"{(await care.ReadAsync(user, purposes))["name"]}");
        Assert.False(care.World.Service.Last.Headers.ContainsKey("X-Purpose"));
        Assert.Null((await care.World.AuditAsync("acme"))[^1]["purpose"]);
    }

    [Fact]
    public async Task OldLogin_GetsLess_AndIsToldOfAFreshOneOnlyWhereThePolicySaysSo()
    {
        var fresh = await care.SendAsync("agent@acme", HttpMethod.Get, "care/1");
        Assert.Equal(("ada@example.org", "+44 20"), ($"{fresh.Json["email"]}", $"{fresh.Json["phone"]}"));
        Assert.Empty(fresh.Headers.WwwAuthenticate);

        var old = await care.SendAsync("agent@acme&age=3600", HttpMethod.Get, "care/1");
        Assert.StartsWith("hn1.", $"{old.Json["email"]}", StringComparison.Ordinal);
        Assert.StartsWith("hn1.", $"{old.Json["phone"]}", StringComparison.Ordinal);
        Assert.Contains("error=\"insufficient_user_authentication\"", $"{Assert.Single(old.Headers.WwwAuthenticate)}", StringComparison.Ordinal);
        Assert.Contains("max_age=\"900\"", $"{old.Headers.WwwAuthenticate}", StringComparison.Ordinal);

        care.World.Service.AnswerJson("""{"phone":"+44 30"}""");
        Assert.Empty((await care.SendAsync("agent@acme&age=3600", HttpMethod.Get, "care/1")).Headers.WwwAuthenticate);
    }

    [Fact]
    public async Task OldLogin_IsChallengedBeforeItWrites_AndRefusedWhereThePolicySaysNothing()
    {
        care.World.Service.Reset();
        var written = await care.SendAsync("agent@acme&age=3600", HttpMethod.Post, "care/1", """{"phone":"+44 21"}""");
        Assert.Equal((401, "insufficient_user_authentication", "$.phone"), (written.Status, written.Reason, $"{written.Json["location"]}"));
        Assert.Contains("max_age=\"900\"", $"{written.Headers.WwwAuthenticate}", StringComparison.Ordinal);

        var searched = await care.SendAsync("agent@acme&age=3600", HttpMethod.Get, "care/1?email=ada@example.org");
        Assert.Equal((403, "class_search_denied"), (searched.Status, searched.Reason));
        Assert.Empty(care.World.Service.Received);
        Assert.Equal(200, (await care.SendAsync("agent@acme", HttpMethod.Get, "care/1?email=ada@example.org")).Status);
    }

    [Fact]
    public async Task Denial_BeatsTheGrantOfTheSameRole()
    {
        Assert.Equal("calls on mondays", $"{(await care.ReadAsync("agent@acme"))["notes"]}");
        Assert.StartsWith("hn1.", $"{(await care.ReadAsync("support@acme"))["notes"]}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Explanation_SaysWhatTheCallerThenGets_AndIsOnRecordWithoutTheClaims()
    {
        var claims = JsonNode.Parse(PayloadOf(await care.World.TokenAsync("agent@acme&age=3600")))!;
        var explained = (await ExplainAsync("reviewer@operator", new JsonObject { ["route"] = "care", ["claims"] = claims, ["purpose"] = "support-case" })).Json;

        Assert.Equal(("acme", null, null), ($"{explained["tenant"]}", explained["refusedAs"], explained["tokenDefect"]));
        Assert.True(explained["access"]!["purpose"]!["accepted"]!.GetValue<bool>());
        Assert.Equal(["email handle 900", "name clear ", "phone handle 900", "free-text clear "], explained["access"]!["classes"]!.AsArray().Select(given => $"{given!["class"]} {given["form"]} {given["freshLoginSeconds"]}"));

        var answer = await care.SendAsync("agent@acme&age=3600", HttpMethod.Get, "care/1", null, "support-case");
        Assert.Equal("Ada", $"{answer.Json["name"]}");
        Assert.Equal("calls on mondays", $"{answer.Json["notes"]}");
        Assert.All([answer.Json["email"], answer.Json["phone"]], handle => Assert.StartsWith("hn1.", $"{handle}", StringComparison.Ordinal));

        var record = (await care.World.AuditAsync("operator"))[^1];
        Assert.Equal(("access.explained", "care acme", "ok"), (record["event"], record["subject"], record["outcome"]));
        Assert.DoesNotContain($"{claims["sub"]}", record.Leaf.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Explanation_SaysWhereTheGatewayWouldRefuseBeforeAnyRule()
    {
        var claims = JsonNode.Parse(PayloadOf(await care.World.TokenAsync("agent@acme", "&mfa=false")))!.AsObject();
        Assert.Equal("insufficient_user_authentication", $"{(await ExplainAsync("reviewer@operator", Of(claims))).Json["refusedAs"]}");

        claims["org_id"] = "org_nobody";
        Assert.Equal("unknown_organization", $"{(await ExplainAsync("reviewer@operator", Of(claims))).Json["refusedAs"]}");

        claims["exp"] = 1;
        var expired = (await ExplainAsync("reviewer@operator", Of(claims))).Json;
        Assert.Equal(("invalid_token", "Expired"), ($"{expired["refusedAs"]}", $"{expired["tokenDefect"]}"));

        claims = JsonNode.Parse(PayloadOf(await care.World.TokenAsync("agent@acme")))!.AsObject();
        claims[DemoClaims.Session] = "s-explained";
        Assert.Null((await ExplainAsync("reviewer@operator", Of(claims))).Json["tokenDefect"]);
        await care.World.Gateway.Services.GetRequiredService<IRevocations>().RevokeAsync([new(RevocationKind.Session, $"{claims["iss"]}", "s-explained", null)], new ActorId("ac_reviewer"), default);
        var revoked = (await ExplainAsync("reviewer@operator", Of(claims))).Json;
        Assert.Equal(("invalid_token", "Revoked"), ($"{revoked["refusedAs"]}", $"{revoked["tokenDefect"]}"));

        Assert.Equal((404, "unknown_route"), Told(await ExplainAsync("reviewer@operator", new JsonObject { ["route"] = "nowhere", ["claims"] = new JsonObject() })));
        Assert.Equal((422, "invalid_definition"), Told(await ExplainAsync("reviewer@operator", new JsonObject { ["route"] = "care", ["claims"] = new JsonObject(), ["at"] = "now" })));
        Assert.Equal((401, "invalid_token"), Told(await ExplainAsync("agent@acme", Of(claims))));

        static JsonObject Of(JsonObject claims) => new() { ["route"] = "care", ["claims"] = claims.DeepClone() };

        static (int, string?) Told(Answer answer) => (answer.Status, answer.Reason);
    }

    [Fact]
    public async Task Explanation_KnowsTheRolesOfTheOrganization()
    {
        var claims = JsonNode.Parse(PayloadOf(await care.World.TokenAsync("agent@acme")))!;
        await care.World.LimitAsync("acme", "contacts.support");
        try
        {
            var explained = (await ExplainAsync("reviewer@operator", new JsonObject { ["route"] = "care", ["claims"] = claims.DeepClone() })).Json;

            Assert.Empty(explained["access"]!["caller"]!["roles"]!.AsArray());
            Assert.All(explained["access"]!["classes"]!.AsArray(), given => Assert.Equal("handle", $"{given!["form"]}"));
        }
        finally
        {
            await care.World.LimitAsync("acme", null);
        }
    }

    [Theory]
    [InlineData("fresh", "&age=540", null)]
    [InlineData("fresh", "&age=620", "insufficient_user_authentication")]
    [InlineData("machines", "&age=0", "caller_not_accepted")]
    public async Task Explanation_KnowsWhatTheRouteAsksOfItsCallers(string route, string age, string? refusedAs)
    {
        var claims = JsonNode.Parse(PayloadOf(await care.World.TokenAsync("agent@acme" + age)))!;

        Assert.Equal(refusedAs, (await ExplainAsync("reviewer@operator", new JsonObject { ["route"] = route, ["claims"] = claims })).Json["refusedAs"]?.ToString());
        Assert.Equal(refusedAs, (await care.SendAsync("agent@acme" + age, HttpMethod.Get, $"{route}/1")).Reason);
    }

    private async Task<Answer> ExplainAsync(string user, JsonObject question)
    {
        using var request = LoopbackClient.Request(HttpMethod.Post, "admin/access/explain", question.ToJsonString()).With("Authorization", $"Bearer {await care.World.TokenAsync(user)}");
        return await Answer.ReadAsync(await care.World.Admin.SendAsync(request));
    }

    private static byte[] PayloadOf(string token) => System.Buffers.Text.Base64Url.DecodeFromChars(token.Split('.')[1]);
}
