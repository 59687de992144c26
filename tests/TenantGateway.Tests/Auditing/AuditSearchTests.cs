using System.Text.Json.Nodes;
using TenantGateway.Tests.Cli;
using TenantGateway.Tests.Demo;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Auditing;

/// <summary>The audit log as reviewers see it, of the operator and of a tenant, with real traffic in it.</summary>
public sealed class AuditSearchTests : IAsyncLifetime
{
    private const string Own = ".well-known/tenant-gateway/audit";
    private const string Email = "grace@example.com";

    private GatewayWorld? _world;

    private GatewayWorld World => _world ?? throw new InvalidOperationException("Not started.");

    public async Task InitializeAsync()
    {
        _world = await GatewayWorld.StartAsync(new Dictionary<string, string?> { ["Gateway:Audit:Search:IntervalMilliseconds"] = "50" });
        foreach (var user in (string[])["agent@acme", "agent@acme", "agent@globex"]) Assert.Equal(200, (int)(await World.SendAsync(user, HttpMethod.Post, "crm/contacts", $$"""{"email":"{{Email}}","name":"Grace"}""")).StatusCode);
        // A denial, by somebody else.
        await World.SendAsync("analyst@acme", HttpMethod.Post, "crm/contacts", """{"email":"x@example.com"}""");
        await Eventually.IsTrueAsync(async () => await FoundAsync("tenant=acme&event=access.denied") == 1 && await FoundAsync("tenant=globex&event=data.revealed") == 1);
    }

    public async Task DisposeAsync()
    {
        if (_world is not null) await _world.DisposeAsync();
    }

    [Fact]
    public async Task WhoSaw_FindsThePersonsRecordsOfThatTenant_AndKeepsTheValueNowhere()
    {
        var saw = await WhoSawAsync("""{"tenant":"acme","class":"email","value":" GRACE@example.com"}""");
        Assert.True(saw.Status == 200, saw.Text);
        Assert.Equal(2, saw.Json["items"]?.AsArray().Count);
        var pseudonym = $"{saw.Json["pseudonyms"]?[0]}";
        Assert.All(saw.Json["items"]?.AsArray() ?? [], item => Assert.Contains(pseudonym, item?["record"]?["subjects"]?.AsArray().Select(subject => $"{subject}") ?? []));

        // Page by page, bound to the person and the tenant.
        var first = await WhoSawAsync($$"""{"tenant":"acme","class":"email","value":"{{Email}}","limit":1}""");
        var cursor = $"{first.Json["next"]}";
        var second = await WhoSawAsync($$"""{"tenant":"acme","class":"email","value":"{{Email}}","limit":1,"cursor":"{{cursor}}"}""");
        Assert.NotEqual($"{first.Json["items"]?[0]?["id"]}", $"{second.Json["items"]?[0]?["id"]}");
        Assert.Null(second.Json["next"]);
        Assert.Equal("invalid_cursor", (await WhoSawAsync($$"""{"tenant":"globex","class":"email","value":"{{Email}}","cursor":"{{cursor}}"}""")).Reason);

        // Another tenant has another pseudonym, and another class is another person.
        Assert.NotEqual(pseudonym, $"{(await WhoSawAsync($$"""{"tenant":"globex","class":"email","value":"{{Email}}"}""")).Json["pseudonyms"]?[0]}");
        Assert.Empty((await WhoSawAsync($$"""{"tenant":"acme","class":"phone","value":"{{Email}}"}""")).Json["items"]?.AsArray() ?? []);

        var recorded = (await World.AuditAsync("operator")).Where(record => record["event"] == "audit.person_searched").ToArray();
        Assert.Contains(recorded, record => record["subject"] == $"acme email {pseudonym}");
        Assert.All(await World.AuditAsync("operator"), record => Assert.DoesNotContain("grace", record.Leaf.GetRawText(), StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task OperatorsReviewer_SearchesCountsShowsAndFollowsARequest()
    {
        var found = await AdminAsync("records?tenant=acme&event=data.revealed&class=email");
        Assert.Equal(2, found.Json["items"]?.AsArray().Count);
        var newest = found.Json["items"]?[0];
        var counts = await AdminAsync("counts?tenant=acme&class=email");
        Assert.Equal(("2", "false"), ($"{counts.Json["total"]?["count"]}", $"{counts.Json["total"]?["orMore"]}"));
        Assert.Equal("data.revealed", $"{counts.Json["facets"]?["event"]?[0]?["value"]}");

        var shown = await AdminAsync($"records/{newest?["id"]}");
        Assert.Equal($"{newest?["record"]}", $"{shown.Json["record"]}");
        var timeline = await AdminAsync($"timeline?tenant=acme&request={Uri.EscapeDataString($"{newest?["record"]?["request"]}")}");
        Assert.Contains($"{newest?["id"]}", timeline.Json["items"]?.AsArray().Select(item => $"{item?["id"]}") ?? []);
        Assert.Contains(await World.AuditAsync("operator"), record => record["event"] == "audit.searched" && record["subject"] == "acme event=data.revealed class=email");
        Assert.Contains(await World.AuditAsync("operator"), record => record["event"] == "audit.record_shown" && record["subject"] == $"{newest?["id"]}");
    }

    [Theory]
    [InlineData("records", 400, "malformed_request")]
    [InlineData("records?tenant=acme&colour=red", 400, "malformed_request")]
    [InlineData("records?tenant=acme&actor=a&actor=b", 400, "malformed_request")]
    [InlineData("records?tenant=acme&limit=501", 400, "malformed_request")]
    [InlineData("records?tenant=acme&limit=0", 400, "malformed_request")]
    [InlineData("records?tenant=acme&event=nothing", 400, "malformed_request")]
    [InlineData("records?tenant=acme&cursor=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", 400, "invalid_cursor")]
    [InlineData("timeline?tenant=acme&actor=a", 400, "malformed_request")]
    [InlineData("records/acme/999999", 404, "unknown_record")]
    [InlineData("records/acme/x", 404, "unknown_record")]
    [InlineData("records/nobody/1", 404, "unknown_record")]
    [InlineData("resolutions/op_none", 404, "unknown_operation")]
    public async Task BadQuestion_IsRefused(string path, int status, string reason)
    {
        var answer = await AdminAsync(path);
        Assert.Equal((status, reason), (answer.Status, answer.Reason));
    }

    [Fact]
    public async Task TenantsReviewer_SeesItsTenantAndNothingElse()
    {
        var own = await OwnAsync("reviewer@acme", "records?event=data.revealed");
        Assert.True(own.Status == 200, own.Text);
        Assert.Equal(2, own.Json["items"]?.AsArray().Count);
        Assert.All(own.Json["items"]?.AsArray() ?? [], item => Assert.Equal("acme", $"{item?["record"]?["tenant"]}"));
        Assert.Equal(200, (await OwnAsync("reviewer@acme", $"records/{own.Json["items"]?[0]?["id"]}")).Status);
        Assert.Equal(200, (await OwnAsync("reviewer@acme", "counts")).Status);
        var saw = await OwnAsync("reviewer@acme", "who-saw", $$"""{"class":"email","value":"{{Email}}"}""");
        Assert.Equal(2, saw.Json["items"]?.AsArray().Count);

        // A tenant that there is, one that there is not and the operator are alike.
        foreach (var other in (string[])["globex", "nobody", "operator"])
        {
            Assert.Equal("unknown_tenant", (await OwnAsync("reviewer@acme", $"records?tenant={other}")).Reason);
            Assert.Equal("unknown_record", (await OwnAsync("reviewer@acme", $"records/{other}/1")).Reason);
            Assert.Equal("unknown_tenant", (await OwnAsync("reviewer@acme", "who-saw", $$"""{"tenant":"{{other}}","class":"email","value":"{{Email}}"}""")).Reason);
        }

        Assert.Equal("role_missing", (await OwnAsync("agent@acme", "records")).Reason);
        Assert.Equal("unknown_route", (await OwnAsync("reviewer@acme", "resolutions/op_a")).Reason);
        Assert.Equal("method_not_allowed", (await OwnAsync("reviewer@acme", "records", "{}")).Reason);
        Assert.Contains(await World.AuditAsync("acme"), record => record["event"] == "audit.searched" && record["subject"] == "acme event=data.revealed");
    }

    [Fact]
    public async Task TenantsReviewer_AsksTheGatewayWithTgw()
    {
        string[] own = ["--gateway", $"{World.Client.BaseAddress}", "--tenant", "acme"];
        var search = await RunAsync("reviewer@acme", null, ["audit", "search", .. own, "--event", "data.revealed", "--output", "json"]);
        Assert.True(search.Exit == 0, search.Error);
        Assert.Equal(2, search.OutputJson.GetProperty("items").GetArrayLength());
        var id = search.OutputJson.GetProperty("items")[0].GetProperty("id").GetString() ?? "";
        var request = search.OutputJson.GetProperty("items")[0].GetProperty("record").GetProperty("request").GetString() ?? "";
        Assert.Contains("data.revealed", (await RunAsync("reviewer@acme", null, ["audit", "show", id, "--gateway", own[1]])).Output, StringComparison.Ordinal);
        Assert.Contains("data.revealed", (await RunAsync("reviewer@acme", null, ["audit", "search", .. own, "--count"])).Output, StringComparison.Ordinal);
        Assert.Contains(id, (await RunAsync("reviewer@acme", null, ["audit", "timeline", .. own, "--request", request])).Output, StringComparison.Ordinal);
        Assert.Contains(id, (await RunAsync("reviewer@acme", Email, ["audit", "who-saw", .. own, "--class", "email"])).Output, StringComparison.Ordinal);

        // No other tenant, no other role, and no token over an open line.
        Assert.Contains("unknown_tenant", (await RunAsync("reviewer@acme", null, ["audit", "search", "--gateway", own[1], "--tenant", "globex"])).Error, StringComparison.Ordinal);
        Assert.Contains("unknown_record", (await RunAsync("reviewer@acme", null, ["audit", "show", "globex/1", "--gateway", own[1]])).Error, StringComparison.Ordinal);
        Assert.Contains("role_missing", (await RunAsync("agent@acme", null, ["audit", "search", .. own])).Error, StringComparison.Ordinal);
        Assert.Contains("--gateway would send the token unencrypted", (await RunAsync("reviewer@acme", null, ["audit", "search", "--gateway", "http://gateway.example", "--tenant", "acme"])).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NameBehindAPseudonym_TakesASecondReviewerAndIsForTheRequesterAlone()
    {
        var actor = $"{(await AdminAsync("records?tenant=acme&event=access.denied")).Json["items"]?[0]?["record"]?["actor"]}";
        var requested = await OperateAsync("reviewer@operator", "admin/operations", $$"""{"kind":"audit.resolve","tenant":"acme","parameters":{"actor":"{{actor}}"} }""");
        Assert.True(requested.Status == 201, requested.Text);
        var (id, hash) = ($"{requested.Json["id"]}", $$"""{"hash":"{{requested.Json["hash"]}}"}""");
        Assert.Equal("operation_closed", (await AdminAsync($"resolutions/{id}")).Reason);
        Assert.Equal("self_approval", (await OperateAsync("reviewer@operator", $"admin/operations/{id}/approve", hash)).Reason);
        Assert.Equal("role_missing", (await OperateAsync("approver@operator", $"admin/operations/{id}/approve", hash)).Reason);
        Assert.Equal(202, (await OperateAsync("auditor@operator", $"admin/operations/{id}/approve", hash)).Status);

        await Eventually.IsTrueAsync(async () => (await AdminAsync($"resolutions/{id}")).Status == 200);
        Assert.Equal("auth0|6650a1f7c9d84be7031f52c3", $"{(await AdminAsync($"resolutions/{id}")).Json["name"]}");
        Assert.Equal("unknown_operation", (await AdminAsync($"resolutions/{id}", "auditor@operator")).Reason);
        var recorded = (await World.AuditAsync("operator")).First(record => record["event"] == "audit.pseudonym_resolved");
        Assert.Equal((id, $"acme {actor}"), (recorded["operation"], recorded["subject"]));
        Assert.Equal("unknown_record", (await OperateAsync("reviewer@operator", "admin/operations", """{"kind":"audit.resolve","tenant":"acme","parameters":{"actor":"ac_nobody"}}""")).Reason);
    }

    [Fact]
    public async Task WhoSaw_AnswersWhenTheTenantIsTerminatedAndItsDataKeysAreDisabled()
    {
        var requested = await OperateAsync("admin@operator", "admin/operations", """{"kind":"tenant.terminate","tenant":"acme"}""");
        Assert.Equal(202, (await OperateAsync("approver@operator", $"admin/operations/{requested.Json["id"]}/approve", $$"""{"hash":"{{requested.Json["hash"]}}"}""")).Status);
        await Eventually.IsTrueAsync(async () => (await World.SendAsync("agent@acme", HttpMethod.Get, "crm/contacts")).IsSuccessStatusCode == false);
        await Eventually.IsTrueAsync(async () => $"{(await SendAsync(World.Admin, HttpMethod.Get, $"admin/operations/{requested.Json["id"]}", "reviewer@operator", null)).Json["state"]}" == "done");

        var saw = await WhoSawAsync($$"""{"tenant":"acme","class":"email","value":"{{Email}}"}""");
        Assert.True(saw.Status == 200, saw.Text);
        Assert.Equal(2, saw.Json["items"]?.AsArray().Count);
    }

    [Fact]
    public async Task Tail_GivesRecordsAsTheyCome()
    {
        using var request = LoopbackClient.Request(HttpMethod.Get, "admin/audit/tail?tenant=acme&event=data.revealed").With("Authorization", $"Bearer {await World.TokenAsync("reviewer@operator")}");
        using var response = await World.Admin.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal("application/x-ndjson", response.Content.Headers.ContentType?.MediaType);
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync());
        var known = new[] { await ReadAsync(lines), await ReadAsync(lines) };
        await World.SendAsync("agent@acme", HttpMethod.Post, "crm/contacts", """{"email":"ada@example.com"}""");
        Assert.True((long?)(await ReadAsync(lines))["record"]?["seq"] > (long?)known[1]["record"]?["seq"]);

        static async Task<JsonNode> ReadAsync(StreamReader lines) => JsonNode.Parse(await lines.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(20)) ?? "") ?? throw new InvalidDataException("The line is null.");
    }

    [Fact]
    public async Task Tgw_SearchesShowsAsksWhoSawAndReindexes()
    {
        var search = await RunAsync(null, "audit", "search", "--tenant", "acme", "--event", "data.revealed", "--output", "json");
        Assert.True(search.Exit == 0, search.Error);
        var id = search.OutputJson.GetProperty("items")[0].GetProperty("id").GetString() ?? "";
        var shown = await RunAsync(null, "audit", "show", id);
        Assert.Contains("data.revealed", shown.Output, StringComparison.Ordinal);
        Assert.Contains("data.revealed", (await RunAsync(null, "audit", "search", "--tenant", "acme", "--count")).Output, StringComparison.Ordinal);
        Assert.Contains("access.denied", (await RunAsync(null, "audit", "search", "--tenant", "acme", "--outcome", "class_write_denied")).Output, StringComparison.Ordinal);

        // The value from the input: it is in no argument.
        var saw = await RunAsync(Email, "audit", "who-saw", "--tenant", "acme", "--class", "email");
        Assert.True(saw.Exit == 0, saw.Error);
        Assert.Contains(id, saw.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("grace", saw.Output + saw.Error, StringComparison.OrdinalIgnoreCase);
        Assert.Equal("missing_value", (await RunAsync("", "audit", "who-saw", "--tenant", "acme", "--class", "email", "--output", "json")).ErrorJson.GetProperty("code").GetString());
        Assert.Equal(5, (await RunAsync(null, "audit", "show", "acme/999999")).Exit);

        Assert.Equal(0, (await RunAsync(null, "audit", "reindex", "--reason", "a test")).Exit);
        await Eventually.IsTrueAsync(async () => await FoundAsync("tenant=acme&event=data.revealed") == 2);
    }

    private Task<Ran> RunAsync(string? input, params string[] arguments) => RunAsync("reviewer@operator", input, arguments);

    private async Task<Ran> RunAsync(string user, string? input, string[] arguments)
    {
        var (output, error, token) = (new StringWriter(), new StringWriter(), await World.TokenAsync(user));
        var tgw = new TenantGateway.Cli.TgwCommandLine(output, error, name => name switch { "TGW_ADMIN" => $"{World.AdminPlane}", "TGW_TOKEN" => token, _ => null }) { Input = new StringReader(input ?? "") };
        return new Ran(await tgw.RunAsync(arguments, CancellationToken.None), output.ToString(), error.ToString());
    }

    private async Task<int> FoundAsync(string filter) => (await AdminAsync($"records?{filter}")).Json["items"] is JsonArray items ? items.Count : 0;

    private Task<Answer> AdminAsync(string path, string user = "reviewer@operator") => SendAsync(World.Admin, HttpMethod.Get, $"admin/audit/{path}", user, null);

    private Task<Answer> WhoSawAsync(string json) => SendAsync(World.Admin, HttpMethod.Post, "admin/audit/who-saw", "reviewer@operator", json);

    private Task<Answer> OperateAsync(string user, string path, string json) => SendAsync(World.Admin, HttpMethod.Post, path, user, json);

    private Task<Answer> OwnAsync(string user, string path, string? json = null) => SendAsync(World.Client, json is null ? HttpMethod.Get : HttpMethod.Post, $"{Own}/{path}", user, json);

    private async Task<Answer> SendAsync(HttpClient client, HttpMethod method, string path, string user, string? json)
    {
        using var request = LoopbackClient.Request(method, path, json).With("Authorization", $"Bearer {await World.TokenAsync(user)}").With("X-Reason", "test");
        return await Answer.ReadAsync(await client.SendAsync(request));
    }
}
