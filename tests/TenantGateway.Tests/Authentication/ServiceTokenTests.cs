using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using TenantGateway.Authentication;
using TenantGateway.Authentication.Services;
using TenantGateway.Core.Access;
using TenantGateway.Core.Sessions;
using TenantGateway.Demo.Gateways;
using TenantGateway.Demo.IdentityProvider;
using TenantGateway.Tests.Demo;
using TenantGateway.Tests.Identity;
using TenantGateway.Tests.World;
using Answer = TenantGateway.Tests.World.Answer;

namespace TenantGateway.Tests.Authentication;

/// <summary>A gateway with one registered service, a route for services, one for both and the demo's for people.</summary>
public sealed class ServiceWorld : IAsyncLifetime
{
    private const string Rules =
        """
        "fields": [ { "select": "$.email", "class": "email" }, { "select": "$.name", "class": "name" } ],
        "access": {
          "reveal": [
            { "classes": ["email"], "services": ["billing"], "alsoScopes": ["invoices.read"], "form": "clear" },
            { "classes": ["email", "name"], "roles": ["contacts.agent"], "scopes": ["invoices.read"], "form": "clear" }
          ],
          "write": [ { "classes": ["email", "name"], "roles": ["contacts.agent"] }, { "classes": ["email"], "services": ["billing"] } ]
        }
        """;

    private GatewayWorld? _world;
    private TestIssuer? _issuer;
    private DemoGateway? _other;
    private HttpClient? _otherClient;

    internal GatewayWorld World => _world ?? throw new InvalidOperationException("Not started.");

    internal TestIssuer Issuer => _issuer ?? throw new InvalidOperationException("Not started.");

    /// <summary>Calls a second gateway on the same database.</summary>
    internal HttpClient Other => _otherClient ?? throw new InvalidOperationException("Not started.");

    internal FakeTimeProvider Time { get; } = new(DateTimeOffset.FromUnixTimeSeconds(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds()));

    public async Task InitializeAsync()
    {
        _issuer = await TestIssuer.StartAsync(TestKey.Third);
        var settings = new Dictionary<string, string?>
        {
            // The clock moves by minutes, and the next reading comes a moment later.
            ["Gateway:Sessions:RevocationsBelievedSeconds"] = "3600",
            ["Gateway:TokenCache:EntriesPerTenant"] = "16",
            ["Gateway:Issuers:1:Issuer"] = _issuer.Name,
            ["Gateway:Issuers:1:DataAudience"] = TestIssuer.DataAudience,
            ["Gateway:Issuers:1:AdminAudience"] = TestIssuer.AdminAudience,
            ["Gateway:Issuers:1:OperatorOrganization"] = "org_staff",
            ["Gateway:Issuers:1:ServiceTokens"] = "ClientId",
            ["Gateway:Services:Registered:billing:Issuer"] = _issuer.Name,
            ["Gateway:Services:Registered:billing:ClientId"] = "billing-client",
            ["Gateway:Services:Registered:billing:Scopes:0"] = "invoices.read",
            ["Gateway:Services:Registered:billing:Scopes:1"] = "invoices.write",
            ["Gateway:Services:Registered:billing:Tenants:0"] = "acme",
            ["Gateway:Services:Registered:reports:Issuer"] = _issuer.Name,
            ["Gateway:Services:Registered:reports:ClientId"] = "reports-client",
            ["Gateway:Services:Registered:reports:EveryTenant"] = "true",
            ["Gateway:Services:Registered:exports:Issuer"] = _issuer.Name,
            ["Gateway:Services:Registered:exports:ClientId"] = "exports-client",
            ["Gateway:Services:Registered:exports:Tenants:0"] = "globex",
        };
        foreach (var route in new[] { "machines", "mixed" })
        {
            settings[$"ReverseProxy:Routes:{route}:ClusterId"] = "crm";
            settings[$"ReverseProxy:Routes:{route}:Match:Path"] = $"/{route}/{{**rest}}";
            settings[$"ReverseProxy:Routes:{route}:Metadata:Policy"] = route;
        }

        _world = await GatewayWorld.StartAsync(settings, time: Time, policies: new Dictionary<string, string>
        {
            ["machines.json"] = $$"""{ "name": "machines", "callers": "services", {{Rules}} }""",
            ["mixed.json"] = $$"""{ "name": "mixed", "callers": "both", {{Rules}} }""",
        });
        var anyPort = new Uri("http://127.0.0.1:0");
        _other = await DemoGateway.StartAsync(
            new DemoGatewayOptions
            {
                DataPlane = anyPort, AdminPlane = anyPort, Issuer = World.Issuer, Crm = World.Service.Address, DataDirectory = World.StateDirectory, Overrides = settings,
                Services = added => added.AddSingleton<TimeProvider>(Time),
            },
            CancellationToken.None);
        _otherClient = LoopbackClient.Create(new Uri(_other.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses.First() ?? ""));
    }

    public async Task DisposeAsync()
    {
        _otherClient?.Dispose();
        if (_other is not null) await _other.DisposeAsync();
        await World.DisposeAsync();
        await Issuer.DisposeAsync();
    }

    internal TokenDraft Draft(string client = "billing-client") => Issuer.ServiceDraft(Time.GetUtcNow(), client);

    internal async Task<Answer> ExchangeAsync(string subject, string tenant = "acme", string? host = null, params (string Name, string Value)[] changes)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, ExchangeForm.Path) { Content = ExchangeForm.Of(subject, tenant, changes) };
        if (host is not null) request.Headers.Host = host;
        return await Answer.ReadAsync(await World.Client.SendAsync(request));
    }

    internal async Task<string> TokenAsync(string client = "billing-client", string tenant = "acme") => $"{(await ExchangeAsync(Draft(client).Sign(), tenant)).Json["access_token"]}";

    internal async Task<Answer> SendAsync(string token, string path, HttpMethod? method = null, string? json = null, string? host = null, HttpClient? client = null)
    {
        using var request = LoopbackClient.Request(method ?? HttpMethod.Get, path, json).With("Authorization", $"Bearer {token}");
        if (host is not null) request.Headers.Host = host;
        return await Answer.ReadAsync(await (client ?? World.Client).SendAsync(request));
    }
}

public sealed class ServiceTokenTests(ServiceWorld services) : IClassFixture<ServiceWorld>, IAsyncLifetime
{
    private const string OwnName = "urn:tenantgateway:services";

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
    public async Task RouteTakesOnlyTheKindsOfCallersThatItsPolicyNames()
    {
        var service = await services.TokenAsync();
        var person = await services.World.TokenAsync("agent@acme");

        Assert.Equal((403, "caller_not_accepted"), Told(await services.SendAsync(service, "crm/contacts")));
        Assert.Equal((403, "caller_not_accepted"), Told(await services.SendAsync(person, "machines/1", HttpMethod.Post, """{"email":"a@b.cd"}""")));
        Assert.Empty(services.World.Service.Received);
        Assert.Equal(200, (await services.SendAsync(service, "mixed/1", HttpMethod.Post, """{"email":"a@b.cd"}""")).Status);
        Assert.Equal(200, (await services.SendAsync(person, "mixed/1", HttpMethod.Post, """{"email":"a@b.cd"}""")).Status);
    }

    [Fact]
    public async Task WhatPeopleAreGrantedByScope_IsNotGrantedToAServiceWithThatScope()
    {
        var person = await services.World.TokenAsync("agent@acme");
        var both = """{"email":"ada@example.org","name":"Ada"}""";
        Assert.Equal("Ada", $"{(await services.SendAsync(person, "mixed/1", HttpMethod.Post, both)).Json["name"]}");
        services.World.Service.AnswerJson(services.World.Service.Last.Text);

        var service = await services.TokenAsync();
        var read = (await services.SendAsync(service, "mixed/1")).Json;
        Assert.Equal("ada@example.org", $"{read["email"]}");
        Assert.StartsWith("hn1.", $"{read["name"]}", StringComparison.Ordinal);
        Assert.Equal((403, "class_write_denied"), Told(await services.SendAsync(service, "mixed/1", HttpMethod.Post, """{"name":"Ada"}""")));
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

    [Fact]
    public async Task ServiceTokenOfTheIssuer_OpensNothingByItself()
    {
        var token = services.Draft();
        foreach (var organization in new[] { null, "org_acme" })
        {
            if (organization is not null) token.Payload["org_id"] = organization;
            foreach (var path in new[] { "crm/contacts", "machines/1", "mixed/1" }) Assert.Equal((401, "invalid_token"), Told(await services.SendAsync(token.Sign(), path)));
        }

        token.Payload["aud"] = TestIssuer.AdminAudience;
        token.Payload["org_id"] = "org_staff";
        Assert.Equal((401, "invalid_token"), Told(await services.SendAsync(token.Sign(), "admin/tenants", client: services.World.Admin)));
        Assert.Equal((401, "invalid_token"), Told(await services.SendAsync(await services.TokenAsync(), "admin/tenants", client: services.World.Admin)));
        Assert.Equal((403, "role_missing"), Told(await services.SendAsync(await services.TokenAsync(), ".well-known/tenant-gateway/audit/records")));
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
        // Whoever names an unknown key waits for the next fetch, which the clock of this world would never bring.
        services.Time.Advance(IssuerKeys.UnknownKeyInterval);
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
    public async Task TokenOfOneTenant_OpensNoHostOfAnother()
    {
        var token = await services.TokenAsync();
        Assert.Equal((403, "tenant_mismatch"), Told(await services.SendAsync(token, "machines/1", host: "globex.localhost")));
        Assert.Equal(200, (await services.SendAsync(token, "machines/1", HttpMethod.Post, "{}", host: "acme.localhost")).Status);
        var alert = (await services.World.AuditAsync("acme")).Last(record => record["outcome"] == "tenant_mismatch");
        Assert.Equal(("access.security_alert", "service", "billing"), (alert["event"], alert["actorType"], alert["service"]));
    }

    [Fact]
    public async Task TokenOfFiveMinutes_EndsAfterThem()
    {
        var token = await services.TokenAsync();
        services.Time.Advance(TimeSpan.FromSeconds(299));
        Assert.Equal(200, (await services.SendAsync(token, "machines/1", HttpMethod.Post, "{}")).Status);
        services.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal((401, "invalid_token"), Told(await services.SendAsync(token, "machines/1", HttpMethod.Post, "{}")));

        // Where it was never seen it is not remembered either.
        var known = services.World.Gateway.Services.GetRequiredService<ServiceTokens>();
        var late = await services.TokenAsync();
        services.Time.Advance(TimeSpan.FromSeconds(ServiceTokens.LifetimeSeconds));
        var before = known.Count;
        Assert.Equal((401, "invalid_token"), Told(await services.SendAsync(late, "machines/1", HttpMethod.Post, "{}")));
        Assert.Equal(before, known.Count);
    }

    [Fact]
    public async Task RevokedToken_IsRefusedAtOnce_AndOthersAreNot()
    {
        var revoked = await services.TokenAsync();
        var other = await services.TokenAsync();
        Assert.Equal(200, (await services.SendAsync(revoked, "machines/1", HttpMethod.Post, "{}")).Status);

        await RevokeAsync(RevocationKind.Token, OwnName, $"{PayloadOf(revoked)["jti"]}");

        Assert.Equal((401, "invalid_token"), Told(await services.SendAsync(revoked, "machines/1", HttpMethod.Post, "{}")));
        Assert.Equal(200, (await services.SendAsync(other, "machines/1", HttpMethod.Post, "{}")).Status);
    }

    [Fact]
    public async Task TokenOfOneReplica_OpensAnother_UntilItIsRevokedAtTheFirst()
    {
        var (revoked, other) = (await services.TokenAsync(), await services.TokenAsync());
        foreach (var token in new[] { revoked, other }) Assert.Equal(200, (await SendOtherAsync(token)).Status);

        await RevokeAsync(RevocationKind.Token, OwnName, $"{PayloadOf(revoked)["jti"]}");
        // More than one interval of its reading.
        services.Time.Advance(TimeSpan.FromSeconds(1));

        await Eventually.IsTrueAsync(async () => Told(await SendOtherAsync(revoked)) == (401, "invalid_token"));
        Assert.Equal(200, (await SendOtherAsync(other)).Status);

        Task<Answer> SendOtherAsync(string token) => services.SendAsync(token, "machines/1", HttpMethod.Post, "{}", client: services.Other);
    }

    [Fact]
    public async Task PersonInUseAtOneReplica_IsInUseAtAnother_AndIdleAtBoth()
    {
        var limit = TimeSpan.FromMinutes(30);
        var person = await services.World.TokenAsync("agent@acme", "&mfa=true&lifetime=14400");
        Assert.Equal(200, (await SendAsync(services.World.Client)).Status);
        services.Time.Advance(limit);
        Assert.Equal(200, (await SendAsync(services.Other)).Status);
        var store = services.World.Gateway.Services.GetRequiredService<ISessionActivityStore>();
        var login = LoginMarks.OfSession($"{PayloadOf(person)["iss"]}", $"{PayloadOf(person)[DemoClaims.Session]}");
        await Eventually.IsTrueAsync(async () =>
        {
            services.Time.Advance(TimeSpan.FromSeconds(1));
            return await store.FindAsync(login, default) is { } used && services.Time.GetUtcNow() - used < limit / 2;
        });

        // Longer than the limit after this one saw it.
        services.Time.Advance(limit - TimeSpan.FromMinutes(2));
        Assert.Equal(200, (await SendAsync(services.World.Client)).Status);
        services.Time.Advance(limit + TimeSpan.FromSeconds(1));
        foreach (var client in new[] { services.World.Client, services.Other }) Assert.Equal((401, "session_idle"), Told(await SendAsync(client)));

        Task<Answer> SendAsync(HttpClient client) => services.SendAsync(person, "mixed/1", HttpMethod.Post, "{}", client: client);
    }

    [Fact]
    public async Task TokensOfATenant_PushOutItsOwnAlone()
    {
        var known = services.World.Gateway.Services.GetRequiredService<ServiceTokens>();
        // What earlier tests have left is over.
        services.Time.Advance(TimeSpan.FromSeconds(ServiceTokens.LifetimeSeconds));
        var other = await services.TokenAsync("reports-client", "globex");
        Assert.Equal(200, (await services.SendAsync(other, "machines/1", HttpMethod.Post, "{}")).Status);
        var before = known.Count;

        for (var i = 0; i < 40; i++) Assert.Equal(200, (await services.SendAsync(await services.TokenAsync(), "machines/1", HttpMethod.Post, "{}")).Status);

        Assert.InRange(known.Count, 1, before + 16);
        Assert.Equal(200, (await services.SendAsync(other, "machines/1", HttpMethod.Post, "{}")).Status);
    }

    [Fact]
    public async Task RevokedService_IsRefusedWithTheTokensItHas_AndGetsNewOnes()
    {
        var revoked = await services.TokenAsync("reports-client");
        Assert.Equal((403, "class_write_denied"), Told(await services.SendAsync(revoked, "machines/1", HttpMethod.Post, """{"email":"a@b.cd"}""")));

        await RevokeAsync(RevocationKind.Subject, OwnName, "reports");

        Assert.Equal((401, "invalid_token"), Told(await services.SendAsync(revoked, "machines/1", HttpMethod.Post, "{}")));
        Assert.Equal(200, (await services.SendAsync(await services.TokenAsync(), "machines/1", HttpMethod.Post, "{}")).Status);
        services.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(200, (await services.SendAsync(await services.TokenAsync("reports-client"), "machines/1", HttpMethod.Post, "{}")).Status);
    }

    [Fact]
    public async Task RevokedSubjectToken_IsNotExchanged()
    {
        var subject = services.Draft();
        subject.Payload["jti"] = "job-17";
        var token = subject.Sign();
        Assert.Equal(200, (await services.ExchangeAsync(token)).Status);

        await RevokeAsync(RevocationKind.Token, services.Issuer.Name, "job-17");

        Assert.Equal((400, "subject_token_refused", "invalid_request"), ToldAs(await services.ExchangeAsync(token)));
        Assert.Equal(200, (await services.ExchangeAsync(services.Draft().Sign())).Status);
    }

    [Fact]
    public async Task ForgedTokens_AreAllRefused()
    {
        var token = await services.TokenAsync();
        var (header, payload, signature) = token.Split('.') is [var first, var second, var third] ? (first, second, third) : throw new InvalidDataException();
        var (head, body) = (Decoded(header), Decoded(payload));
        await services.SendAsync(token, "machines/1", HttpMethod.Post, "{}");
        var assertion = $"{services.World.Service.Last.Headers["X-Gateway-Assertion"]}";
        using var stranger = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        string[] forged =
        [
            $"{header}.{payload}.", $"{header}.{payload}", $"{header}..{signature}", $"{token}.x", $"{token}=", $" {token}", $"{token[..^1]}{(token[^1] == 'A' ? 'B' : 'A')}",
            // Spare bits of the last character: the same signature, spelt otherwise.
            $"{token[..^1]}{Next(token[^1])}",
            Unsigned(head.Replace("ES256", "none", StringComparison.Ordinal), body), Unsigned(head.Replace("ES256", "HS256", StringComparison.Ordinal), body),
            Signed(head, body), Signed(head, body.Replace("acme", "globex", StringComparison.Ordinal)),
            $"{header}.{Encoded(body.Replace("acme", "globex", StringComparison.Ordinal))}.{signature}",
            $"{header}.{Encoded(body.Replace("billing", "reports", StringComparison.Ordinal))}.{signature}",
            $"{Encoded(head.Replace("tg-service", "tg-assertion", StringComparison.Ordinal))}.{payload}.{signature}",
            $"{Encoded(head.Replace("tg-service+jwt", "at+jwt", StringComparison.Ordinal))}.{payload}.{signature}",
            $"{Encoded(head.Replace("{", "{ ", StringComparison.Ordinal))}.{payload}.{signature}",
            $"{Encoded(head.Replace("}", ",\"crit\":[\"x\"]}", StringComparison.Ordinal))}.{payload}.{signature}",
            $"{Encoded(head.Replace("\"kid\":\"", "\"kid\":\"x", StringComparison.Ordinal))}.{payload}.{signature}",
            assertion, $"{header}.{assertion.Split('.')[1]}.{assertion.Split('.')[2]}", $"{header}.{payload}.{assertion.Split('.')[2]}",
            IssuersOwn(),
        ];
        foreach (var forgery in forged) Assert.Equal((401, "invalid_token"), Told(await services.SendAsync(forgery, "machines/1", HttpMethod.Post, "{}")));
        Assert.Equal(200, (await services.SendAsync(token, "machines/1", HttpMethod.Post, "{}")).Status);

        string Signed(string head, string body)
        {
            var input = $"{Encoded(head)}.{Encoded(body)}";
            return $"{input}.{Base64Url.EncodeToString(stranger.SignData(Encoding.ASCII.GetBytes(input), HashAlgorithmName.SHA256))}";
        }

        static string Unsigned(string head, string body) => $"{Encoded(head)}.{Encoded(body)}.AAAA";

        static char Next(char c) => c is >= 'A' and < 'Z' or >= 'a' and < 'z' ? (char)(c + 1) : 'B';

        string IssuersOwn()
        {
            var draft = services.Draft();
            draft.Header["typ"] = "tg-service+jwt";
            draft.Payload["tenant"] = "acme";
            return draft.Sign();
        }
    }

    [Fact]
    public async Task ServiceThatIsTakenOffTheList_IsRefusedAtOnce_AndBadSettingsChangeNothing()
    {
        var configuration = (IConfigurationRoot)services.World.Gateway.Services.GetRequiredService<IConfiguration>();
        var token = await services.TokenAsync("exports-client", "globex");
        Assert.Equal(200, (await services.SendAsync(token, "machines/1", HttpMethod.Post, "{}")).Status);

        Change("Gateway:Services:Registered:exports:Tenants:0", "GLOBEX?");
        Assert.Equal(200, (await services.SendAsync(token, "machines/1", HttpMethod.Post, "{}")).Status);

        Change("Gateway:Services:Registered:exports:Tenants:0", "acme");
        Assert.Equal((401, "invalid_token"), Told(await services.SendAsync(token, "machines/1", HttpMethod.Post, "{}")));
        Assert.Equal((400, "service_not_allowed", "invalid_target"), ToldAs(await services.ExchangeAsync(services.Draft("exports-client").Sign(), "globex")));
        Assert.Equal(200, (await services.ExchangeAsync(services.Draft("exports-client").Sign())).Status);

        void Change(string key, string? value)
        {
            configuration[key] = value;
            configuration.Reload();
        }
    }

    private async Task RevokeAsync(RevocationKind kind, string issuer, string name) =>
        await services.World.Gateway.Services.GetRequiredService<IRevocations>().RevokeAsync([new(kind, issuer, name, null)], new ActorId("ac_reviewer"), default);

    private static (int, string?) Told(Answer answer) => (answer.Status, answer.Reason);

    private static (int, string, string) ToldAs(Answer answer) => (answer.Status, $"{answer.Json["reason"]}", $"{answer.Json["error"]}");

    private static string Decoded(string part) => Encoding.UTF8.GetString(Base64Url.DecodeFromChars(part));

    private static string Encoded(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    private static JsonNode PayloadOf(string token) => JsonNode.Parse(Decoded(token.Split('.')[1]))!;
}
