using System.Text.Json.Nodes;
using TenantGateway.Core.Access;
using TenantGateway.Core.Operations;

namespace TenantGateway.Tests.Operations;

/// <summary>Two people, one deed: what is done is what both of them saw, once.</summary>
public sealed class FourEyesTests : OperationTest
{
    [Fact]
    public async Task ApprovedByAnother_RunsOnce_AndEveryStepIsOnRecord()
    {
        var (id, hash) = await RequestedAsync();
        var shown = await ShowAsync(id);
        Assert.Equal(
            ("requested", "test.deed", "acme", "ticket 17", "Something is done.", hash),
            ($"{shown["state"]}", $"{shown["kind"]}", $"{shown["tenant"]}", $"{shown["reason"]}", $"{Assert.Single(shown["effects"]!.AsArray())}", $"{shown["hash"]}"));

        var approved = await ApproveAsync(id, hash);

        Assert.Equal(202, approved.Status);
        await BecomesAsync(id, "done");
        var done = await ShowAsync(id);
        Assert.Equal(("ok", 1), ($"{done["outcome"]}", Parts.Kind.Runs));
        Assert.NotEqual($"{done["requestedBy"]}", $"{done["decidedBy"]}");
        Assert.Equal(["intent", "ok"], Trail(6001));
        Assert.Equal(["intent", "ok"], Trail(6002));
        Assert.Equal(["intent", "ok"], Trail(6005));
        Assert.All(Parts.Audit.Entries.Where(entry => entry.Event.Code is 6001 or 6002 or 6005), entry => Assert.Equal($"acme/test.deed/{id}", entry.Subject));
    }

    [Fact]
    public async Task Requester_DoesNotApprove()
    {
        var (id, hash) = await RequestedAsync();

        AssertRefused(await ApproveAsync(id, hash, Operator(Requester, KeyAdmin)), 403, "self_approval");
        Assert.Equal(["intent", "self_approval"], Trail(6002));
        Assert.Equal("requested", $"{(await ShowAsync(id))["state"]}");
    }

    [Fact]
    public async Task RequesterThroughAnotherIssuer_DoesNotApprove()
    {
        var (id, hash) = await RequestedAsync();

        AssertRefused(await ApproveAsync(id, hash, Operator(Requester, KeyAdmin, issuer: Parts.OtherIssuer)), 403, "self_approval");
        Assert.Equal(202, (await ApproveAsync(id, hash, Operator(Approver, KeyAdmin, issuer: Parts.OtherIssuer))).Status);
    }

    [Fact]
    public async Task SingleSignOn_Requests_AndDoesNotApprove()
    {
        var request = await RequestAsync(Operator(Requester, KeyAdmin, SignedOn));
        Assert.Equal(201, request.Status);

        var refused = await ApproveAsync($"{request.Json.GetProperty("id")}", $"{request.Json.GetProperty("hash")}", Operator(Approver, KeyAdmin, SignedOn));

        AssertRefused(refused, 401, "insufficient_user_authentication");
        Assert.Contains("acr_values=", refused.Challenge, StringComparison.Ordinal);
        Assert.Contains("max_age=\"300\"", refused.Challenge, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(299, 201, 202)]
    [InlineData(301, 401, 401)]
    public async Task Login_IsAsFreshAsTheKindAsks(int age, int requested, int approved)
    {
        var (id, hash) = await RequestedAsync();

        Assert.Equal(requested, (await RequestAsync(Operator(Requester, KeyAdmin, LoggedInBefore(age)))).Status);
        var answer = await ApproveAsync(id, hash, Operator(Approver, KeyAdmin, LoggedInBefore(age)));

        Assert.Equal(approved, answer.Status);
        if (approved == 401) Assert.Contains("max_age=\"300\"", answer.Challenge, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OtherRole_NeitherRequestsNorDecides()
    {
        var (id, hash) = await RequestedAsync();
        foreach (var role in (string[])["tenant-admin", "policy-admin", "security-reviewer"])
        {
            AssertRefused(await RequestAsync(Operator(Requester, [role])), 403, "role_missing");
            AssertRefused(await ApproveAsync(id, hash, Operator(Approver, [role])), 403, "role_missing");
            AssertRefused(await PostAsync($"/admin/operations/{id}/deny", Operator(Approver, [role])), 403, "role_missing");
        }

        Assert.Equal("requested", $"{(await ShowAsync(id))["state"]}");
    }

    [Fact]
    public async Task AnotherHash_ApprovesNothing_AndTheRequestStaysOpen()
    {
        var (id, hash) = await RequestedAsync();

        AssertRefused(await ApproveAsync(id, new string('0', 64)), 409, "operation_stale");
        AssertRefused(await ApproveAsync(id, "zz"), 422, "invalid_definition");
        Assert.Equal(202, (await ApproveAsync(id, hash)).Status);
    }

    [Fact]
    public async Task StateThatChangedBeforeTheApproval_EndsTheOperation()
    {
        var (id, hash) = await RequestedAsync();
        Parts.Kind.Plan = _ => new OperationPlan(["Something else is done."]);

        AssertRefused(await ApproveAsync(id, hash), 409, "operation_stale");

        // Also where the state comes back: what was requested is spent.
        Parts.Kind.Plan = _ => new OperationPlan(["Something is done."]);
        AssertRefused(await ApproveAsync(id, hash), 409, "operation_closed");
        Assert.Equal(("failed", "operation_stale", 0), await EndOfAsync(id));
    }

    [Fact]
    public async Task StateThatChangedBeforeTheRun_EndsTheOperation()
    {
        Parts.Kind.Plan = asked => new OperationPlan([asked < 2 ? "Something is done." : "Something else is done."]);
        var (id, hash) = await RequestedAsync();

        Assert.Equal(202, (await ApproveAsync(id, hash)).Status);

        await BecomesAsync(id, "failed");
        Assert.Equal(("failed", "operation_stale", 0), await EndOfAsync(id));
    }

    [Fact]
    public async Task PlanThatCannotBe_IsNotRequested()
    {
        Parts.Kind.Plan = _ => new OperationPlan([], Reasons.TenantStateConflict);

        AssertRefused(await RequestAsync(), 409, "tenant_state_conflict");
        Assert.Equal(["intent", "tenant_state_conflict"], Trail(6001));
    }

    [Fact]
    public async Task HourIsOver_NobodyApproves()
    {
        var (id, hash) = await RequestedAsync();
        Parts.Clock.Advance(TimeSpan.FromMinutes(60));

        AssertRefused(await ApproveAsync(id, hash), 409, "operation_closed");

        Assert.Equal("expired", $"{(await ShowAsync(id))["state"]}");
        Assert.Contains("ok", Trail(6004));
        Assert.Equal(0, Parts.Kind.Runs);
    }

    [Fact]
    public async Task NobodyDecided_ExpiresByItself()
    {
        var (id, _) = await RequestedAsync();
        Parts.Clock.Advance(TimeSpan.FromMinutes(61));

        await BecomesAsync(id, "expired");
        Assert.Equal(["intent", "ok"], Trail(6004));
    }

    [Fact]
    public async Task Denied_IsOnRecord_AndNobodyApprovesIt()
    {
        var (id, hash) = await RequestedAsync();

        var denied = await PostAsync($"/admin/operations/{id}/deny", Operator(Approver, KeyAdmin));

        Assert.Equal((200, "denied"), (denied.Status, $"{denied.Json.GetProperty("state")}"));
        Assert.Equal(["intent", "ok"], Trail(6003));
        AssertRefused(await ApproveAsync(id, hash), 409, "operation_closed");
        Assert.Equal(0, Parts.Kind.Runs);
    }

    [Fact]
    public async Task ManyApprovers_OneRun()
    {
        var (id, hash) = await RequestedAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => ApproveAsync(id, hash, Operator($"auth0|approver{i}", KeyAdmin))));

        Assert.Single(answers, answer => answer.Status == 202);
        Assert.All(answers.Where(answer => answer.Status != 202), answer => AssertRefused(answer, 409, "operation_closed"));
        await BecomesAsync(id, "done");
        Assert.Equal(1, Parts.Kind.Runs);
    }

    [Fact]
    public async Task FailedRun_SaysWhy()
    {
        Parts.Kind.Run = _ => Task.FromResult(new OperationResult(Reasons.TenantStateConflict));
        var (id, hash) = await RequestedAsync();
        await ApproveAsync(id, hash);

        await BecomesAsync(id, "failed");
        Assert.Equal("tenant_state_conflict", $"{(await ShowAsync(id))["outcome"]}");
        Assert.Equal(["intent", "tenant_state_conflict"], Trail(6005));
    }

    [Fact]
    public async Task RunThatThrows_Fails_OnRecord()
    {
        Parts.Kind.Run = _ => throw new InvalidOperationException("secret");
        var (id, hash) = await RequestedAsync();
        await ApproveAsync(id, hash);

        await BecomesAsync(id, "failed");
        Assert.Equal(["intent", "internal_error"], Trail(6005));
    }

    [Fact]
    public async Task NoAudit_NothingIsApproved()
    {
        var (id, hash) = await RequestedAsync();
        Parts.Audit.FailsAfter = Parts.Audit.Entries.Count;

        AssertRefused(await ApproveAsync(id, hash), 503, "audit_unavailable");

        Parts.Audit.FailsAfter = int.MaxValue;
        Assert.Equal("requested", $"{(await ShowAsync(id))["state"]}");
        Assert.Equal(0, Parts.Kind.Runs);
    }

    [Theory]
    [InlineData("""{"kind":"test.deed"}""")]
    [InlineData("""{"kind":"no.such","tenant":"acme"}""")]
    [InlineData("""{"kind":"test.deed","tenant":"operator"}""")]
    [InlineData("""{"kind":"test.deed","tenant":"acme","parameters":[]}""")]
    [InlineData("""{"kind":"test.deed","tenant":"acme","parameters":{"a b":"c"}}""")]
    [InlineData("""{"kind":"test.deed","tenant":"acme","more":1}""")]
    public async Task OddRequest_IsRefusedWithEverythingThatIsWrong(string json) => AssertRefused(await RequestAsync(json: json), 422, "invalid_definition");

    [Fact]
    public async Task Lists_AreFilteredByStateAndTenant()
    {
        var (id, _) = await RequestedAsync();
        async Task<int> CountAsync(string query)
        {
            var answer = await SendAsync(Gateway.Admin, HttpMethod.Get, $"/admin/operations{query}", Operator("security-reviewer"));
            return answer.Status == 200 ? answer.Json.GetProperty("items").GetArrayLength() : answer.Status;
        }

        Assert.Equal((1, 1, 0, 1, 0), (await CountAsync(""), await CountAsync("?state=requested"), await CountAsync("?state=done"), await CountAsync("?tenant=acme"), await CountAsync("?tenant=globex")));
        Assert.Equal((400, 400), (await CountAsync("?state=odd"), await CountAsync("?tenant=A")));
        Assert.Equal(404, (await SendAsync(Gateway.Admin, HttpMethod.Get, "/admin/operations/op_none", Operator("security-reviewer"))).Status);
        Assert.NotNull(id);
    }

    private static void SignedOn(JsonObject payload)
    {
        payload["amr"] = new JsonArray("pwd");
        payload["connection_strategy"] = "samlp";
    }

    private Action<JsonObject> LoggedInBefore(int seconds) => payload => payload["auth_time"] = Gateway.Now.ToUnixTimeSeconds() - seconds;

    private async Task<(string State, string Outcome, int Runs)> EndOfAsync(string id)
    {
        var shown = await ShowAsync(id);
        return ($"{shown["state"]}", $"{shown["outcome"]}", Parts.Kind.Runs);
    }
}
