using System.Globalization;
using System.Text.Json.Nodes;
using TenantGateway.Core.Audit;
using TenantGateway.Tests.Identity;

namespace TenantGateway.Tests.Admin;

public sealed class RevocationEndpointsTests : AdminTest
{
    private const string Path = "/admin/revocations";

    [Theory]
    [InlineData("token", "t-1")]
    [InlineData("session", "s-1")]
    [InlineData("subject", "auth0|alice")]
    [InlineData("organization", "org_acme")]
    [InlineData("issuer", null)]
    public async Task Revocation_EndsItAtOnce_OnRecordByItsMarkAlone(string kind, string? name)
    {
        Assert.Equal(200, (await GetAsync(Login())).Status);

        var answer = await RevokeAsync(kind, name);

        Assert.Equal(201, answer.Status);
        Assert.Equal((kind, Issuer.Name), (answer.Json.GetProperty("kind").GetString(), answer.Json.GetProperty("issuer").GetString()));
        Assert.Equal("invalid_token", (await GetAsync(Login())).Code);
        var mark = answer.Json.GetProperty("mark").GetString();
        Assert.Matches("^[0-9a-f]{16}$", mark);
        Assert.Equal(["intent", "ok"], Parts.Audit.Entries.Select(entry => entry.Outcome));
        Assert.All(Parts.Audit.Entries, entry => Assert.Equal((AuditEvent.LoginsRevoked, $"{kind}/{mark}", "ticket 17"), (entry.Event, entry.Subject, entry.Details?.Reason)));
    }

    [Fact]
    public async Task TokenThatAServiceGotFromTheGateway_IsRevokedByItsId()
    {
        var answer = await PostAsync(Path, Operator("tenant-admin"), """{"issuer":"urn:tenantgateway:services","kind":"token","name":"t-1"}""");

        Assert.Equal((201, "token"), (answer.Status, answer.Json.GetProperty("kind").GetString()));
        Assert.Equal(200, (await GetAsync(Login())).Status);
    }

    [Fact]
    public async Task List_ShowsTheNewestFirst_AndNobodysName()
    {
        await RevokeAsync("session", "s-1");
        var before = Gateway.Now - TimeSpan.FromHours(1);
        await RevokeAsync("subject", "auth0|alice", before.ToString("yyyy-MM-dd'T'HH:mm:ssK", CultureInfo.InvariantCulture));

        var answer = await SendAsync(Gateway.Admin, HttpMethod.Get, Path, Operator("security-reviewer"));

        var items = answer.Json.GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(["subject", "session"], items.Select(item => item.GetProperty("kind").GetString()));
        Assert.Equal(before, items[0].GetProperty("before").GetDateTimeOffset());
        Assert.StartsWith("ac_", items[0].GetProperty("revokedBy").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("alice", answer.Body, StringComparison.Ordinal);
        Assert.Equal(AuditEvent.RevocationsListed, Parts.Audit.Entries[^1].Event);
        // Logins that began after that moment go on.
        Assert.Equal(200, (await GetAsync(Draft())).Status);
    }

    [Theory]
    [InlineData("""{}""", "$", "$")]
    [InlineData("""{"issuer":"https://evil.example/","kind":"issuer"}""", "$.issuer")]
    [InlineData("""{"issuer":"@","kind":"everybody"}""", "$.kind")]
    [InlineData("""{"issuer":"@","kind":"subject_without_session","name":"a"}""", "$.kind")]
    [InlineData("""{"issuer":"@","kind":"session"}""", "$")]
    [InlineData("""{"issuer":"@","kind":"session","name":""}""", "$.name")]
    [InlineData("""{"issuer":"@","kind":"issuer","name":"a"}""", "$.name")]
    [InlineData("""{"issuer":"@","kind":"session","name":"a","before":"2026-03-01T00:00:00Z"}""", "$.before")]
    [InlineData("""{"issuer":"@","kind":"subject","name":"a","before":"yesterday"}""", "$.before")]
    [InlineData("""{"issuer":"@","kind":"subject","name":"a","before":"2026-03-01T12:05:01Z"}""", "$.before")]
    [InlineData("""{"issuer":"@","kind":"issuer","more":1}""", "$.more")]
    public async Task WrongDraft_IsToldPlaceByPlace_AndNothingIsDone(string json, params string[] paths)
    {
        var answer = await PostAsync(Path, Operator("tenant-admin"), json.Replace("@", Issuer.Name, StringComparison.Ordinal));

        Assert.Equal((422, "invalid_definition"), (answer.Status, answer.Code));
        Assert.Equal(paths, answer.Json.GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("path").GetString()));
        Assert.Empty(Parts.Audit.Entries);
    }

    [Theory]
    [InlineData("security-reviewer")]
    [InlineData("key-admin")]
    [InlineData("policy-admin")]
    public async Task OtherRoles_RevokeNothing(string role) => Assert.Equal("role_missing", (await PostAsync(Path, Operator(role), Draft("session", "s-1").ToJsonString())).Code);

    [Fact]
    public async Task OldLoginOrNoReason_RevokesNothing()
    {
        Assert.Equal("missing_reason", (await PostAsync(Path, Operator("tenant-admin"), Draft("session", "s-1").ToJsonString(), reason: null)).Code);
        var old = Operator("auth0|olga", ["tenant-admin"], payload => payload["auth_time"] = Gateway.Now.ToUnixTimeSeconds() - 901);
        Assert.Equal("insufficient_user_authentication", (await PostAsync(Path, old, Draft("session", "s-1").ToJsonString())).Code);

        Assert.Equal(200, (await GetAsync(Login())).Status);
    }

    [Fact]
    public async Task DatabaseAway_IsToldAndNotTakenForDone()
    {
        var authorization = Operator("tenant-admin");
        Assert.Equal(200, (await SendAsync(Gateway.Admin, HttpMethod.Get, Path, authorization)).Status);
        Parts.Sessions.IsDown = true;

        Assert.Equal("revocations_unknown", (await PostAsync(Path, authorization, Draft("session", "s-1").ToJsonString())).Code);
    }

    private Task<Answer> RevokeAsync(string kind, string? name, string? before = null) => PostAsync(Path, Operator("tenant-admin"), Draft(kind, name, before).ToJsonString());

    private JsonObject Draft(string kind, string? name, string? before = null)
    {
        var draft = new JsonObject { ["issuer"] = Issuer.Name, ["kind"] = kind };
        if (name is not null) draft["name"] = name;
        if (before is not null) draft["before"] = before;
        return draft;
    }

    private TokenDraft Login()
    {
        var token = Draft();
        token.Payload["sid"] = "s-1";
        token.Payload["jti"] = "t-1";
        return token;
    }
}
