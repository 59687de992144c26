using TenantGateway.Core.Access;
using TenantGateway.Core.Audit;
using TenantGateway.Core.Audit.Exports;
using TenantGateway.Tests.Fakes;

namespace TenantGateway.Tests.Admin;

public sealed class AuditEndpointsTests : AdminTest
{
    [Fact]
    public async Task Checkpoint_IsShownToOperatorsOnRecord()
    {
        var answer = await SendAsync(Gateway.Admin, HttpMethod.Get, "/admin/audit/checkpoint", Operator("tenant-admin"));

        Assert.Equal((200, "a checkpoint\n"), (answer.Status, answer.Body));
        var entry = Assert.Single(Parts.Audit.Entries);
        Assert.Equal((AuditEvent.CheckpointRead, "ok"), (entry.Event, entry.Outcome));
    }

    [Fact]
    public async Task Export_IsOnRecordBeforeItIsMade()
    {
        var answer = await SendAsync(Gateway.Admin, HttpMethod.Get, "/admin/audit/export?tenant=acme&from=2026-01-01T00:00:00Z&to=2026-02-01T00:00:00Z", Operator("security-reviewer"));

        Assert.Equal(200, answer.Status);
        Assert.Equal(FakeAuditLog.Export.Length, answer.Body.Length);
        Assert.Equal(new AuditExportRequest("acme", new DateTimeOffset(2026, 1, 1, 0, 0, 0, default), new DateTimeOffset(2026, 2, 1, 0, 0, 0, default)), Assert.Single(Parts.Log.Exports));
        var entry = Assert.Single(Parts.Audit.Entries);
        Assert.Equal((AuditEvent.AuditExported, "ok", "acme 2026-01-01T00:00:00.0000000+00:00 2026-02-01T00:00:00.0000000+00:00"), (entry.Event, entry.Outcome, entry.Subject));
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("?tenant=operator", "operator")]
    public async Task Export_MayBeOfTheOperatorOrTheWholeLog(string query, string? tenant)
    {
        Assert.Equal(200, (await SendAsync(Gateway.Admin, HttpMethod.Get, "/admin/audit/export" + query, Operator("security-reviewer"))).Status);
        Assert.Equal(new AuditExportRequest(tenant, null, null), Assert.Single(Parts.Log.Exports));
    }

    [Theory]
    [InlineData("tenant-admin")]
    [InlineData("key-admin")]
    [InlineData("policy-admin")]
    public async Task Export_TakesAReviewer(string role)
    {
        Assert.Equal(403, (await SendAsync(Gateway.Admin, HttpMethod.Get, "/admin/audit/export?tenant=acme", Operator(role))).Status);
        Assert.Empty(Parts.Log.Exports);
    }

    [Fact]
    public async Task Export_TakesALoginOfTheLastMinutes()
    {
        var old = Operator("auth0|olga", ["security-reviewer"], payload => payload["auth_time"] = Gateway.Now.ToUnixTimeSeconds() - 301);

        Assert.Equal("insufficient_user_authentication", (await SendAsync(Gateway.Admin, HttpMethod.Get, "/admin/audit/export?tenant=acme", old)).Code);
        Assert.Empty(Parts.Log.Exports);
        Assert.Equal(200, (await SendAsync(Gateway.Admin, HttpMethod.Get, "/admin/audit/checkpoint", old)).Status);
    }

    [Theory]
    [InlineData("?tenant=NOT A TENANT")]
    [InlineData("?tenant=acme&tenant=globex")]
    [InlineData("?tenant=acme&until=2026-01-01")]
    [InlineData("?tenant=acme&from=yesterday")]
    [InlineData("?tenant=acme&from=2026-02-01&to=2026-01-01")]
    [InlineData("?from=2026-02-01")]
    public async Task QueryThatCanBeMisread_IsRefused(string query)
    {
        Assert.Equal((400, Reasons.MalformedRequest.Code), Refused(await SendAsync(Gateway.Admin, HttpMethod.Get, "/admin/audit/export" + query.Replace(" ", "%20", StringComparison.Ordinal), Operator("security-reviewer"))));
        Assert.Empty(Parts.Log.Exports);
        Assert.Empty(Parts.Audit.Entries);
    }

    [Theory]
    [InlineData("checkpoint")]
    [InlineData("export")]
    public async Task LogThatMayNotBeSigned_IsNotHandedOut(string what)
    {
        Parts.Log.IsSigned = false;
        Assert.Equal((503, Reasons.AuditUnavailable.Code), Refused(await SendAsync(Gateway.Admin, HttpMethod.Get, $"/admin/audit/{what}", Operator("security-reviewer"))));
    }

    [Theory]
    [InlineData("checkpoint")]
    [InlineData("export")]
    public async Task ReadingThatCannotBeRecorded_ShowsNothing(string what)
    {
        Parts.Audit.FailsAfter = 0;
        Assert.Equal(503, (await SendAsync(Gateway.Admin, HttpMethod.Get, $"/admin/audit/{what}", Operator("security-reviewer"))).Status);
        Assert.Empty(Parts.Log.Exports);
    }

    [Fact]
    public async Task Hold_IsPlacedOnceAndOnRecord()
    {
        var first = await PostAsync("/admin/audit/holds/acme", Operator("tenant-admin"));
        var second = await PostAsync("/admin/audit/holds/acme", Operator("tenant-admin"));

        Assert.Equal((200, 200), (first.Status, second.Status));
        Assert.Equal("acme", Assert.Single(Parts.Log.Holds).Tenant.Value);
        Assert.Equal(["intent", "ok", "intent", "unchanged"], Parts.Audit.Entries.Select(entry => entry.Outcome));
        Assert.All(Parts.Audit.Entries, entry => Assert.Equal((AuditEvent.AuditHeld, "acme"), (entry.Event, entry.Subject)));
        var shown = await SendAsync(Gateway.Admin, HttpMethod.Get, "/admin/audit/retention", Operator("security-reviewer"));
        Assert.Contains("\"holds\":[{\"tenant\":\"acme\"", shown.Body, StringComparison.Ordinal);
        Assert.Equal(AuditEvent.RetentionRead, Parts.Audit.Entries[^1].Event);
    }

    [Fact]
    public async Task HoldOfNobodyOrWithoutAReasonOrByAReviewer_IsRefused()
    {
        Assert.Equal((404, Reasons.UnknownTenant.Code), Refused(await PostAsync("/admin/audit/holds/nobody", Operator("tenant-admin"))));
        Assert.Equal(Reasons.MissingReason.Code, (await PostAsync("/admin/audit/holds/acme", Operator("tenant-admin"), reason: null)).Code);
        Assert.Equal(403, (await PostAsync("/admin/audit/holds/acme", Operator("security-reviewer"))).Status);
        Assert.Empty(Parts.Log.Holds);
    }

    private static (int Status, string? Code) Refused(Identity.Answer answer) => (answer.Status, answer.Code);
}
