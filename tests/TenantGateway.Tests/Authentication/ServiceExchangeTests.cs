using System.Text;
using System.Text.Json.Nodes;
using TenantGateway.Authentication;
using TenantGateway.Core.Sessions;
using TenantGateway.Tests.Identity;
using TenantGateway.Tests.World;
using Answer = TenantGateway.Tests.World.Answer;
using static TenantGateway.Tests.Authentication.ServiceWorld;

namespace TenantGateway.Tests.Authentication;

/// <summary>What is exchanged for a token of one tenant, by whom, and what is not.</summary>
public sealed class ServiceExchangeTests(ServiceWorld services) : IClassFixture<ServiceWorld>, IAsyncLifetime
{
    public Task InitializeAsync()
    {
        services.World.Service.Reset();
        return Task.CompletedTask;
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Exchange_GivesATokenForOneTenant_AndTheServiceActsUnderItsName()
    {
        var answer = await services.ExchangeAsync(services.Draft().Sign());
        Assert.Equal((200, "Bearer", "urn:ietf:params:oauth:token-type:access_token", "300", "invoices.read invoices.write"),
            (answer.Status, $"{answer.Json["token_type"]}", $"{answer.Json["issued_token_type"]}", $"{answer.Json["expires_in"]}", $"{answer.Json["scope"]}"));
        Assert.Equal("no-store", answer.Headers.CacheControl?.ToString());
        var token = $"{answer.Json["access_token"]}";

        var stored = await services.SendAsync(token, "machines/1", HttpMethod.Post, """{"email":"ada@example.org"}""");
        Assert.Equal((200, "ada@example.org"), (stored.Status, $"{stored.Json["email"]}"));
        Assert.StartsWith("""{"email":"pn1.""", services.World.Service.Last.Text, StringComparison.Ordinal);
        Assert.Equal("acme", services.World.Service.Last.Headers["X-Tenant-Id"]);
        Assert.Equal("service", $"{PayloadOf($"{services.World.Service.Last.Headers["X-Gateway-Assertion"]}")["actor_type"]}");

        var records = await services.World.AuditAsync("acme");
        Assert.Equal(("data.revealed", "service", "billing", null), (records[^1]["event"], records[^1]["actorType"], records[^1]["service"], records[^1]["evidence"]));
        Assert.StartsWith("ac_", records[^1]["actor"], StringComparison.Ordinal);
        var issued = records.Last(record => record["event"] == "access.service_token_issued");
        Assert.Equal(($"{PayloadOf(token)["jti"]}", "service", "billing"), (issued["subject"], issued["actorType"], issued["service"]));
    }

    [Fact]
    public async Task ScopesThatWereNotAskedFor_AreNotThere()
    {
        var narrow = await services.ExchangeAsync(services.Draft().Sign(), changes: ("scope", "invoices.write contacts.read"));
        Assert.Equal("invoices.write", $"{narrow.Json["scope"]}");
        services.World.Service.AnswerJson("""{"email":"ada@example.org"}""");
        var read = await services.SendAsync($"{narrow.Json["access_token"]}", "machines/1");
        Assert.StartsWith("hn1.", $"{read.Json["email"]}", StringComparison.Ordinal);

        var subject = services.Draft();
        subject.Payload["scope"] = "invoices.write";
        Assert.Equal("invoices.write", $"{(await services.ExchangeAsync(subject.Sign())).Json["scope"]}");
    }

    public static TheoryData<string, string?, string?> Owners => new()
    {
        // sub, what else, its value
        { "billing-client", "amr", """["mfa"]""" },
        { "billing-client", "auth_time", "1772366400" },
        { "billing-client", "acr", "\"x\"" },
        { "billing-client", "connection_strategy", "\"samlp\"" },
        { "billing-client", "gty", "\"client-credentials\"" },
        { "billing-client", "gty", "1" },
        { "billing-client", "client_id", "\"another\"" },
        { "billing-client", "client_id", "1" },
        { "billing-client@clients", "gty", "\"client-credentials\"" },
        { "billing-client@clients", null, null },
        { "auth0|ada", null, null },
        { "auth0|ada", "gty", "\"client-credentials\"" },
        { "auth0|ada", "azp", "\"auth0|ada\"" },
    };

    [Theory]
    [MemberData(nameof(Owners))]
    public async Task TokenWhoseOwnerIsNotPlainlyAService_IsNeitherExchangedNorAPersons(string subject, string? name, string? value)
    {
        var token = services.Draft();
        token.Payload["sub"] = subject;
        if (name is not null) token.Payload[name] = JsonNode.Parse(value!);
        Assert.Equal((400, "subject_token_refused", "invalid_request"), ToldAs(await services.ExchangeAsync(token.Sign())));

        // Where nothing marks it as a service's it is that of a person, here of no tenant.
        var isPersons = (subject, name) is ("auth0|ada", null) || value == "\"another\"";
        token.Payload["org_id"] = "org_acme";
        Assert.Equal(isPersons ? (403, "unknown_organization") : (401, "invalid_token"), Told(await services.SendAsync(token.Sign(), "crm/contacts")));
    }

    [Fact]
    public async Task PersonsToken_IsNotExchanged()
    {
        Assert.Equal((400, "subject_token_refused", "invalid_request"), ToldAs(await services.ExchangeAsync(await services.World.TokenAsync("agent@acme"))));
        Assert.Equal((400, "subject_token_refused", "invalid_request"), ToldAs(await services.ExchangeAsync(services.Issuer.Draft(services.Time.GetUtcNow()).Sign())));
        Assert.Equal((400, "subject_token_refused", "invalid_request"), ToldAs(await services.ExchangeAsync(await services.TokenAsync())));
    }

    [Fact]
    public async Task SubjectTokenThatTheGateWouldRefuse_IsNotExchanged()
    {
        Action<TokenDraft>[] bends =
        [
            draft => draft.Header["typ"] = "JWT",
            draft => draft.Header["alg"] = "none",
            draft => draft.Header["kid"] = "key-9",
            draft => draft.Payload["aud"] = TestIssuer.AdminAudience,
            draft => draft.Payload["exp"] = 1,
            draft => draft.Payload["cnf"] = new JsonObject(),
            draft => draft.Payload["org_id"] = new JsonArray("org_acme"),
            draft => draft.Key = TestKey.First,
            draft => draft.PayloadText = text => text.Replace("{", "{\"sub\":\"billing-client\",", StringComparison.Ordinal),
        ];
        foreach (var bend in bends)
        {
            // Whoever names a key that is not held waits until its issuer may be asked again: by this clock that is now.
            services.Time.Advance(IssuerKeys.UnknownKeyInterval);
            var draft = services.Draft();
            bend(draft);
            Assert.Equal((400, "subject_token_refused", "invalid_request"), ToldAs(await services.ExchangeAsync(draft.Sign())));
        }
    }

    [Fact]
    public async Task TenantThatTheServiceMayNotActFor_LooksLikeOneThatIsNotThere()
    {
        var answers = new List<Answer>
        {
            await services.ExchangeAsync(services.Draft().Sign(), "globex"),
            await services.ExchangeAsync(services.Draft().Sign(), "nobody"),
            await services.ExchangeAsync(services.Draft().Sign(), "operator"),
            await services.ExchangeAsync(services.Draft().Sign(), "ACME"),
            await services.ExchangeAsync(services.Draft("unregistered").Sign()),
            await services.ExchangeAsync(services.Draft("reports-client").Sign(), "operator"),
            await services.ExchangeAsync(services.Draft().Sign(), "acme", host: "globex.localhost"),
        };
        var foreign = services.Draft();
        foreign.Payload["org_id"] = "org_globex";
        answers.Add(await services.ExchangeAsync(foreign.Sign()));

        Assert.All(answers, answer => Assert.Equal((400, "service_not_allowed", "invalid_target"), ToldAs(answer)));
        Assert.Single(answers.Select(answer => answer.Text.Replace($"{answer.Json["requestId"]}", "", StringComparison.Ordinal)).Distinct());
        Assert.Equal(200, (await services.ExchangeAsync(services.Draft("reports-client").Sign(), "globex")).Status);
        Assert.Equal(200, (await services.ExchangeAsync(services.Draft().Sign(), "acme", host: "acme.localhost")).Status);
        var alert = (await services.World.AuditAsync("operator")).Last(record => record["outcome"] == "service_not_allowed");
        Assert.Equal(("access.security_alert", "service"), (alert["event"], alert["actorType"]));
    }

    [Theory]
    [InlineData("grant_type", "client_credentials", "unsupported_grant_type")]
    [InlineData("grant_type", "", "invalid_request")]
    [InlineData("subject_token", "", "invalid_request")]
    [InlineData("subject_token_type", "urn:ietf:params:oauth:token-type:id_token", "invalid_request")]
    [InlineData("subject_token_type", "", "invalid_request")]
    [InlineData("requested_token_type", "urn:ietf:params:oauth:token-type:refresh_token", "invalid_request")]
    [InlineData("actor_token", "x", "invalid_request")]
    [InlineData("resource", "https://acme.example", "invalid_target")]
    [InlineData("audience", "acme", "invalid_target")]
    [InlineData("audience", "", "invalid_target")]
    public async Task FormThatIsNoExchange_IsRefusedByItsErrorCode(string name, string value, string error) =>
        Assert.Equal((400, "exchange_malformed", error), ToldAs(await services.ExchangeAsync(services.Draft().Sign(), changes: (name, value))));

    [Fact]
    public async Task OtherBodies_AreNoExchange()
    {
        var form = await ExchangeForm.Of(services.Draft().Sign(), "acme").ReadAsStringAsync();
        Assert.Equal((400, "exchange_malformed", "invalid_request"), ToldAs(await PostAsync(form + "&scope=a&scope=b", "application/x-www-form-urlencoded")));
        Assert.Equal((400, "exchange_malformed", "invalid_request"), ToldAs(await PostAsync(form, "application/json")));
        Assert.Equal((400, "exchange_malformed", "invalid_request"), ToldAs(await PostAsync(form + "&x=" + new string('a', 40_000), "application/x-www-form-urlencoded")));
        Assert.Equal((401, "missing_token"), Told(await Answer.ReadAsync(await services.World.Client.GetAsync(ExchangeForm.Path))));

        async Task<Answer> PostAsync(string body, string type) =>
            await Answer.ReadAsync(await services.World.Client.PostAsync(ExchangeForm.Path, new StringContent(body, Encoding.UTF8, type)));
    }

    [Fact]
    public async Task RevokedSubjectToken_IsNotExchanged()
    {
        var subject = services.Draft();
        subject.Payload["jti"] = "job-17";
        var token = subject.Sign();
        Assert.Equal(200, (await services.ExchangeAsync(token)).Status);

        await services.RevokeAsync(RevocationKind.Token, services.Issuer.Name, "job-17");

        Assert.Equal((400, "subject_token_refused", "invalid_request"), ToldAs(await services.ExchangeAsync(token)));
        Assert.Equal(200, (await services.ExchangeAsync(services.Draft().Sign())).Status);
    }
}
