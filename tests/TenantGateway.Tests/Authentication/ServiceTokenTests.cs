using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using TenantGateway.Authentication.Services;
using TenantGateway.Core.Access;
using TenantGateway.Core.Sessions;
using TenantGateway.Demo.IdentityProvider;
using TenantGateway.Tests.Identity;
using TenantGateway.Tests.World;
using Answer = TenantGateway.Tests.World.Answer;
using static TenantGateway.Tests.Authentication.ServiceWorld;

namespace TenantGateway.Tests.Authentication;

/// <summary>What the tokens open that services got from the gateway, and when they end.</summary>
public sealed class ServiceTokenTests(ServiceWorld services) : IClassFixture<ServiceWorld>, IAsyncLifetime
{
    public Task InitializeAsync()
    {
        services.World.Service.Reset();
        return Task.CompletedTask;
    }

    public Task DisposeAsync() => Task.CompletedTask;

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

        await services.RevokeAsync(RevocationKind.Token, OwnName, $"{PayloadOf(revoked)["jti"]}");

        Assert.Equal((401, "invalid_token"), Told(await services.SendAsync(revoked, "machines/1", HttpMethod.Post, "{}")));
        Assert.Equal(200, (await services.SendAsync(other, "machines/1", HttpMethod.Post, "{}")).Status);
    }

    [Fact]
    public async Task TokenOfOneReplica_OpensAnother_UntilItIsRevokedAtTheFirst()
    {
        var (revoked, other) = (await services.TokenAsync(), await services.TokenAsync());
        foreach (var token in new[] { revoked, other }) Assert.Equal(200, (await SendOtherAsync(token)).Status);

        await services.RevokeAsync(RevocationKind.Token, OwnName, $"{PayloadOf(revoked)["jti"]}");
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

        await services.RevokeAsync(RevocationKind.Subject, OwnName, "reports");

        Assert.Equal((401, "invalid_token"), Told(await services.SendAsync(revoked, "machines/1", HttpMethod.Post, "{}")));
        Assert.Equal(200, (await services.SendAsync(await services.TokenAsync(), "machines/1", HttpMethod.Post, "{}")).Status);
        services.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(200, (await services.SendAsync(await services.TokenAsync("reports-client"), "machines/1", HttpMethod.Post, "{}")).Status);
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
}
