using System.Text;
using TenantGateway.Core.Access;
using TenantGateway.Core.Audit;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Keys.Rotation;
using TenantGateway.Core.Protection;
using TenantGateway.Core.Tenants;
using TenantGateway.Tests.Identity;

namespace TenantGateway.Tests.Admin;

public sealed class KeyEndpointsTests : AdminTest
{
    private const string Generation = """{"generation":"aaaaab"}""";

    [Theory]
    [InlineData("key-admin")]
    [InlineData("security-reviewer")]
    public async Task List_ShowsEveryGenerationAndNoKey_OnRecord(string role)
    {
        var answer = await SendAsync(Gateway.Admin, HttpMethod.Get, "/admin/tenants/acme/keys", Operator(role));

        Assert.Equal(200, answer.Status);
        Assert.Equal(
            """{"tenant":"acme","items":["""
            + """{"keyId":"aaaaab","line":"data","number":1,"state":"primary","compromised":false,"kekId":"local:kek-acme/1","epoch":1,"createdAt":"1970-01-01T00:00:00+00:00","stateSince":"1970-01-01T00:00:00+00:00","primaryInSeconds":null,"tokens":{"seen":7,"first":"2026-01-02","last":"2026-03-01"}},"""
            + """{"keyId":"aaaaac","line":"data","number":2,"state":"pending","compromised":true,"kekId":"local:kek-acme/1","epoch":1,"createdAt":null,"stateSince":null,"primaryInSeconds":10,"tokens":{"seen":0,"first":null,"last":null}}]}""",
            answer.Body);
        var entry = Assert.Single(Parts.Audit.Entries);
        Assert.Equal((AuditEvent.KeysListed, "ok", "acme", "/admin/tenants/{tenant}/keys"), (entry.Event, entry.Outcome, entry.Subject, entry.Route));
    }

    [Theory]
    [InlineData("rotate", RotationKind.Data, "key.data_rotated", null)]
    [InlineData("rotate-kek", RotationKind.Kek, "key.kek_rotated", null)]
    [InlineData("rotate-lookup", RotationKind.Lookup, "key.lookup_rotated", null)]
    [InlineData("finish-lookup", RotationKind.FinishLookup, "key.lookup_finished", null)]
    [InlineData("disable", RotationKind.Disable, "key.disabled", Generation)]
    [InlineData("enable", RotationKind.Enable, "key.enabled", Generation)]
    public async Task Change_IsDoneOnceBetweenIntentAndResult(string verb, RotationKind kind, string happened, string? body)
    {
        var answer = await ChangeAsync(verb, body);

        Assert.Equal(202, answer.Status);
        Assert.Equal(("acme", false, true), (answer.Json.GetProperty("tenant").GetString(), answer.Json.GetProperty("dryRun").GetBoolean(), answer.Json.GetProperty("waits").GetBoolean()));
        Assert.Equal(new RotationRequest(TenantId.Parse("acme"), kind, body is null ? null : KeyId.Parse("aaaaab")), Assert.Single(Parts.Rotations.Run));
        Assert.Equal(["intent", "ok"], Parts.Audit.Entries.Select(entry => entry.Outcome));
        Assert.All(Parts.Audit.Entries, entry => Assert.Equal(
            (happened, body is null ? "acme" : "acme/aaaaab", "ticket 17", $"/admin/tenants/{{tenant}}/keys/{verb}"), (entry.Event.Name, entry.Subject, entry.Details?.Reason, entry.Route)));
    }

    [Theory]
    [InlineData(true, true, 202, "ok")]
    [InlineData(true, false, 200, "ok")]
    [InlineData(false, true, 202, "unchanged")]
    [InlineData(false, false, 200, "unchanged")]
    public async Task Answer_TellsWhetherItIsOverAndWhetherAnythingWasDone(bool changes, bool waits, int status, string outcome)
    {
        Parts.Rotations.Plan = Parts.Rotations.Plan with { Waits = waits, Changes = changes ? Parts.Rotations.Plan.Changes : [] };

        Assert.Equal(status, (await ChangeAsync("rotate")).Status);
        Assert.Equal(outcome, Parts.Audit.Entries[^1].Outcome);
    }

    [Fact]
    public async Task Refusal_IsToldWithWhatStandsInTheWay_AndIsOnRecord()
    {
        Parts.Rotations.Plan = new RotationPlan { Refusal = Reasons.SearchUndeclared, Breaks = [new UndeclaredSearch("crm", "contacts", "email")] };
        var answer = await ChangeAsync("rotate-lookup");

        Assert.Equal((409, "search_undeclared"), (answer.Status, answer.Code));
        Assert.Equal("crm?email", answer.Json.GetProperty("errors")[0].GetProperty("path").GetString());
        Assert.Equal(["intent", "search_undeclared"], Parts.Audit.Entries.Select(entry => entry.Outcome));

        Parts.Rotations.Plan = new RotationPlan { Refusal = Reasons.OldTokensRemain, Open = [new OpenDataset("contacts", "It was not read.")] };
        answer = await ChangeAsync("finish-lookup");
        Assert.Equal((409, "old_tokens_remain", "contacts"), (answer.Status, answer.Code, answer.Json.GetProperty("errors")[0].GetProperty("path").GetString()));
    }

    [Fact]
    public async Task DryRun_ChangesNothing_AndSaysWhatWouldBreak()
    {
        Parts.Rotations.Plan = Parts.Rotations.Plan with { Refusal = Reasons.SearchUndeclared, Breaks = [new UndeclaredSearch("crm", "contacts", "email")] };
        var answer = await ChangeAsync("rotate-lookup", query: "?dryRun=true", reason: null);

        Assert.Equal(200, answer.Status);
        Assert.Equal(("search_undeclared", true), (answer.Json.GetProperty("refusal").GetString(), answer.Json.GetProperty("dryRun").GetBoolean()));
        Assert.Equal("""[{"route":"crm","policy":"contacts","parameter":"email"}]""", answer.Json.GetProperty("breaks").GetRawText());
        Assert.Equal("""[{"keyId":null,"line":"data","number":2,"from":null,"to":"pending","later":"primary","rewrapped":false,"tokens":{"seen":0,"first":null,"last":null}}]""", answer.Json.GetProperty("changes").GetRawText());
        Assert.Equal((0, 1), (Parts.Rotations.Run.Count, Parts.Rotations.Planned.Count));
        Assert.Equal((AuditEvent.KeysListed, "ok"), (Assert.Single(Parts.Audit.Entries).Event, Parts.Audit.Entries[0].Outcome));
    }

    [Theory]
    [InlineData("?dryrun=true")]
    [InlineData("?dryRun=")]
    [InlineData("?dryRun=1")]
    [InlineData("?dryRun=True")]
    [InlineData("?dryRun=true&dryRun=false")]
    [InlineData("?dryRun=true&x=1")]
    [InlineData("?dry-run=true")]
    public async Task DryRunThatIsMisspelt_IsNotDoneInEarnest(string query)
    {
        Assert.Equal((400, "malformed_request"), StatusAndCode(await ChangeAsync("rotate", query: query)));
        Assert.Empty(Parts.Rotations.Run);
        Assert.Empty(Parts.Audit.Entries);
    }

    [Theory]
    [InlineData("disable", null, 415, "unsupported_media_type")]
    [InlineData("disable", "{}", 422, "invalid_definition")]
    [InlineData("disable", """{"generation":"AAAAAB"}""", 422, "invalid_definition")]
    [InlineData("disable", """{"generation":"aaaaa1"}""", 422, "invalid_definition")]
    [InlineData("disable", """{"generation":7}""", 422, "invalid_definition")]
    [InlineData("enable", """{"generation":"aaaaab","force":true}""", 422, "invalid_definition")]
    [InlineData("enable", """{"generation":"\ud800"}""", 400, "lone_surrogate")]
    [InlineData("rotate", Generation, 422, "invalid_definition")]
    [InlineData("rotate", "[]", 422, "invalid_definition")]
    [InlineData("rotate", "{", 400, "malformed_json")]
    public async Task OddBody_IsRefused(string verb, string? body, int status, string code)
    {
        Assert.Equal((status, code), StatusAndCode(await ChangeAsync(verb, body)));
        Assert.Empty(Parts.Rotations.Run);
        Assert.Empty(Parts.Audit.Entries);
    }

    [Fact]
    public async Task EmptyObject_IsNoBody() => Assert.Equal(202, (await ChangeAsync("rotate", "{}")).Status);

    [Theory]
    [InlineData("/admin/tenants/umbrella/keys")]
    [InlineData("/admin/tenants/operator/keys")]
    [InlineData("/admin/tenants/ACME/keys")]
    public async Task TenantThatIsNotThere_IsUnknown(string path)
    {
        Assert.Equal((404, "unknown_tenant"), StatusAndCode(await SendAsync(Gateway.Admin, HttpMethod.Get, path, Operator("key-admin"))));
        Assert.Equal((404, "unknown_tenant"), StatusAndCode(await SendAsync(Gateway.Admin, HttpMethod.Post, path + "/rotate", Operator("key-admin"), change: WithReason)));
        Assert.Empty(Parts.Rotations.Run);
    }

    [Theory]
    [InlineData("tenant-admin")]
    [InlineData("security-reviewer")]
    [InlineData("policy-admin")]
    public async Task OtherRole_RotatesNothing(string role)
    {
        foreach (var verb in (string[])["rotate", "rotate-kek", "rotate-lookup", "finish-lookup", "disable", "enable"])
        {
            foreach (var query in (string[])["", "?dryRun=true"]) Assert.Equal((403, "role_missing"), StatusAndCode(await ChangeAsync(verb, Generation, query: query, role: role)));
        }

        Assert.Empty(Parts.Rotations.Run);
        Assert.Empty(Parts.Rotations.Planned);
    }

    [Fact]
    public async Task LoginOfSixteenMinutesAgo_RotatesNothing()
    {
        var token = Operator("key-admin");
        Parts.Clock.Advance(TimeSpan.FromMinutes(16));
        Assert.Equal((401, "insufficient_user_authentication"), StatusAndCode(await SendAsync(Gateway.Admin, HttpMethod.Post, "/admin/tenants/acme/keys/rotate", token, change: WithReason)));
        Assert.Empty(Parts.Rotations.Run);
    }

    [Fact]
    public async Task NoReason_NoChange()
    {
        Assert.Equal((400, "missing_reason"), StatusAndCode(await ChangeAsync("rotate", reason: null)));
        Assert.Empty(Parts.Rotations.Run);
        Assert.Empty(Parts.Audit.Entries);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    public async Task NoAudit_NoChangeOrNoAnswer(int failsAfter, int runs)
    {
        Parts.Audit.FailsAfter = failsAfter;
        Assert.Equal((503, "audit_unavailable"), StatusAndCode(await ChangeAsync("rotate")));
        Assert.Equal(runs, Parts.Rotations.Run.Count);
    }

    [Fact]
    public async Task Faults_AreOnRecord()
    {
        Parts.Rotations.Fault = new KeyServiceException(KeyServiceFailure.Unavailable, "The vault does not answer.");
        Assert.Equal("key_service_unavailable", (await ChangeAsync("rotate")).Code);
        Parts.Rotations.Fault = new IOException("The disk is gone.");
        Assert.Equal("internal_error", (await ChangeAsync("rotate")).Code);
        Assert.Equal(["intent", "key_service_unavailable", "intent", "internal_error"], Parts.Audit.Entries.Select(entry => entry.Outcome));
    }

    [Theory]
    [InlineData("DELETE", "/admin/tenants/acme/keys", 405)]
    [InlineData("GET", "/admin/tenants/acme/keys/rotate", 405)]
    [InlineData("POST", "/admin/tenants/acme/keys/destroy", 404)]
    public async Task OtherMethodsAndVerbs_AreNotThere(string method, string path, int status) =>
        Assert.Equal(status, (await SendAsync(Gateway.Admin, HttpMethod.Parse(method), path, Operator("key-admin"))).Status);

    private Task<Answer> ChangeAsync(string verb, string? body = null, string query = "", string? reason = "ticket%2017", string role = "key-admin") =>
        SendAsync(Gateway.Admin, HttpMethod.Post, $"/admin/tenants/acme/keys/{verb}{query}", Operator(role), change: request =>
        {
            if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, "application/json");
            if (reason is not null) request.Headers.TryAddWithoutValidation("X-Reason", reason);
        });

    private static void WithReason(HttpRequestMessage request) => request.Headers.TryAddWithoutValidation("X-Reason", "ticket");

    private static (int Status, string? Code) StatusAndCode(Answer answer) => (answer.Status, answer.Code);
}
