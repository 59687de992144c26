using System.Text;
using System.Text.Json.Nodes;
using TenantGateway.Core.Audit;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Tenants;
using TenantGateway.Tests.Identity;

namespace TenantGateway.Tests.Admin;

public sealed class TenantCreationTests : AdminTest
{
    [Fact]
    public async Task NewTenant_IsCreatedRecordedAndServed()
    {
        Assert.Equal("unknown_organization", (await GetAsync(Draft("org_umbrella"))).Code);

        var answer = await CreateAsync(Definition(), "Vertrag%20unterschrieben%20%E2%9C%93");

        Assert.Equal(201, answer.Status);
        Assert.Equal(
            $$"""{"id":"umbrella","displayName":"Umbrella Ltd","state":"active","organizations":[{"issuer":"{{Issuer.Name}}","organizationId":"org_umbrella","reference":"{{new OrganizationBinding(Issuer.Name, "org_umbrella").Reference}}"}],"hosts":["umbrella.localhost"],"createdAt":"2026-03-01T12:00:00+00:00","revision":1}""",
            answer.Body);
        Assert.Equal("umbrella", (await GetAsync(Draft("org_umbrella"), "umbrella.localhost")).Admitted.Tenant);
        Assert.Collection(Parts.Audit.Entries, entry => AssertEntry(entry, "intent"), entry => AssertEntry(entry, "ok"));
    }

    [Fact]
    public async Task SameTenantAgain_IsThereAlready()
    {
        var first = await CreateAsync(Definition());
        Parts.Clock.Advance(TimeSpan.FromMinutes(1));
        var second = await CreateAsync(Definition());

        Assert.Equal(200, second.Status);
        Assert.Equal(first.Body, second.Body);
        Assert.Equal(["intent", "ok", "intent", "unchanged"], Parts.Audit.Entries.Select(entry => entry.Outcome));
    }

    [Theory]
    [InlineData("acme", "org_new", "new.localhost")]
    [InlineData("fresh", "org_acme", "new.localhost")]
    [InlineData("fresh", "org_new", "acme.localhost")]
    public async Task ClaimOnWhatIsAnothers_Conflicts(string id, string organization, string host)
    {
        var definition = Definition(id);
        definition["organizations"] = new JsonArray(new JsonObject { ["issuer"] = Issuer.Name, ["organizationId"] = organization });
        definition["hosts"] = new JsonArray(host);

        var answer = await CreateAsync(definition);

        Assert.Equal(new Answer(409, "{\"code\":\"tenant_conflict\"}", null), answer);
        Assert.Equal(["intent", "tenant_conflict"], Parts.Audit.Entries.Select(entry => entry.Outcome));
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    public async Task NoAudit_NoAnswer(int failsAfter, bool isDone)
    {
        Parts.Audit.FailsAfter = failsAfter;

        Assert.Equal(new Answer(503, "{\"code\":\"audit_unavailable\"}", null), await CreateAsync(Definition()));
        Assert.Equal(isDone, (await Parts.Tenants.ListAsync(CancellationToken.None)).Any(tenant => tenant.Id.Value == "umbrella"));
    }

    [Fact]
    public async Task FaultsOfKeysAndStore_AreOnRecord()
    {
        Parts.Tenants.Fault = new KeyServiceException(KeyServiceFailure.Unavailable, "The vault does not answer.");
        Assert.Equal("key_service_unavailable", (await CreateAsync(Definition())).Code);
        Parts.Tenants.Fault = new KeyServiceException(KeyServiceFailure.Denied, "The vault does not let the gateway in.");
        Assert.Equal("tenant_key_unavailable", (await CreateAsync(Definition())).Code);
        Parts.Tenants.Fault = new IOException("The disk is gone.");
        Assert.Equal("internal_error", (await CreateAsync(Definition())).Code);

        Assert.Equal(["intent", "key_service_unavailable", "intent", "tenant_key_unavailable", "intent", "internal_error"], Parts.Audit.Entries.Select(entry => entry.Outcome));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("%20")]
    [InlineData("%")]
    [InlineData("%4")]
    [InlineData("%zz")]
    [InlineData("%FF")]
    [InlineData("%C0%80")]
    [InlineData("a%0Ab")]
    public async Task NoReason_NoChange(string? reason)
    {
        Assert.Equal(new Answer(400, "{\"code\":\"missing_reason\"}", null), await CreateAsync(Definition(), reason));
        Assert.Empty(Parts.Audit.Entries);
    }

    [Theory]
    [InlineData(500, 201)]
    [InlineData(501, 400)]
    public async Task Reason_HasAtMostFiveHundredCharacters(int length, int status)
    {
        var reason = string.Concat(Enumerable.Repeat("%F0%9F%94%91", length));

        Assert.Equal(status, (await CreateAsync(Definition(), reason)).Status);
    }

    public static TheoryData<string, string, string, int> OddBodies => new()
    {
        { "text/plain", "{}", "unsupported_media_type", 415 },
        { "application/json; charset=utf-16", "{}", "unsupported_media_type", 415 },
        { "application/json", "", "malformed_json", 400 },
        { "application/json", "{", "malformed_json", 400 },
        { "application/json", "{}{}", "malformed_json", 400 },
        { "application/json", "{\"id\":\"a1\",\"\\u0069d\":\"b1\"}", "malformed_json", 400 },
        { "application/json", "{\"id\":\"\\uD800\"}", "lone_surrogate", 400 },
        { "application/json", "{\"\\uD800\":1}", "lone_surrogate", 400 },
        { "application/json", "{\"x\":\"" + new string('x', 64 * 1024) + "\"}", "definition_too_large", 413 },
        { "application/json", "null", "invalid_definition", 422 },
        { "application/json", "[]", "invalid_definition", 422 },
    };

    [Theory]
    [MemberData(nameof(OddBodies))]
    public async Task OddBody_IsRefused(string type, string body, string code, int status)
    {
        var answer = await CreateAsync(Encoding.UTF8.GetBytes(body), type: type);

        Assert.Equal((status, code), (answer.Status, answer.Code));
        Assert.Empty(Parts.Audit.Entries);
    }

    [Fact]
    public async Task BodyThatIsNotUtf8_IsRefused() => Assert.Equal("invalid_utf8", (await CreateAsync([0x7B, 0x22, 0xFF, 0x22, 0x3A, 0x31, 0x7D])).Code);

    private static void AssertEntry(AuditEntry entry, string outcome)
    {
        Assert.Equal(AuditEvent.TenantCreated, entry.Event);
        Assert.Equal(outcome, entry.Outcome);
        Assert.Equal(TenantId.Operator, entry.Tenant);
        Assert.Equal("umbrella", entry.Subject);
        Assert.Equal("mfa", entry.Evidence);
        Assert.Matches("^ac_[a-z2-7]{26}$", entry.Actor?.Value);
        Assert.Equal(new AuditDetails("Vertrag unterschrieben \u2713", "127.0.0.1") { ActorName = "auth0|olga" }, entry.Details);
    }
}
