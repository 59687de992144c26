using System.Text.Json.Nodes;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Authentication;

/// <summary>A route that asks nobody who it is.</summary>
public sealed class AnonymousRouteTests(WebhookWorld hooks) : IClassFixture<WebhookWorld>, IAsyncLifetime
{
    private const string Person = """{"email":"ada@example.org","name":"Ada"}""";

    public Task InitializeAsync()
    {
        hooks.World.Service.Reset();
        return Task.CompletedTask;
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Stranger_WritesWhatThePolicyAccepts_AndIsShownNothing()
    {
        var answer = await hooks.AskAsync(HttpMethod.Post, "intake/form", Person);

        // The service echoes what it got: the tokens.
        Assert.Equal((200, "\u2022\u2022\u2022", "\u2022\u2022\u2022"), (answer.Status, $"{answer.Json["email"]}", $"{answer.Json["name"]}"));
        var received = hooks.World.Service.Last;
        Assert.StartsWith("pn1.", $"{JsonNode.Parse(received.Body)?["email"]}", StringComparison.Ordinal);
        Assert.Equal(("acme", "anonymous"), (received.Headers["X-Tenant-Id"], received.Headers["X-Actor-Id"]));
    }

    [Fact]
    public async Task WhatWasShown_CannotBeWrittenBack() =>
        Assert.Equal("masked_value", (await hooks.AskAsync(HttpMethod.Post, "intake/form", """{"email":"\u2022\u2022\u2022"}""")).Reason);

    [Fact]
    public async Task ClassThatThePolicyDoesNotAccept_IsRefused() =>
        Assert.Equal("class_write_denied", (await hooks.AskAsync(HttpMethod.Post, "intake/form", """{"phone":"1"}""")).Reason);

    [Fact]
    public async Task BodyOverTheCap_IsRefused() =>
        Assert.Equal("body_too_large", (await hooks.AskAsync(HttpMethod.Post, "intake/form", $$"""{"note":"{{new string('a', 1024)}}"}""")).Reason);

    [Fact]
    public async Task SharedHost_IsNobodys() => Assert.Equal("tenant_undecided", (await hooks.AskAsync(HttpMethod.Get, "intake/form", host: "localhost")).Reason);

    [Fact]
    public async Task OtherMethodsAndPaths_AreNotOpen()
    {
        Assert.Equal("missing_token", (await hooks.AskAsync(HttpMethod.Delete, "intake/form")).Reason);
        Assert.Equal("missing_token", (await hooks.AskAsync(HttpMethod.Get, "crm/contacts")).Reason);
    }

    [Fact]
    public async Task WhoeverHasNoToken_CannotTellWhichRoutesThereAre()
    {
        var answers = new List<string>();
        foreach (var (method, path) in ((HttpMethod, string)[])[(HttpMethod.Get, "crm/contacts"), (HttpMethod.Put, "hooks/payments"), (HttpMethod.Delete, "intake/form"), (HttpMethod.Get, "nowhere/at/all"), (HttpMethod.Options, "crm/contacts"), (HttpMethod.Get, "admin/tenants"), (HttpMethod.Get, ".well-known/tenant-gateway/audit/records")])
        {
            var answer = await hooks.AskAsync(method, path);
            Assert.Equal((401, "missing_token"), (answer.Status, answer.Reason));
            var headers = answer.Headers.Where(header => header.Key is not "Date" && !header.Key.Equals("X-Request-Id", StringComparison.OrdinalIgnoreCase)).Concat(answer.ContentHeaders).Select(header => $"{header.Key}: {string.Join(", ", header.Value)}").Order(StringComparer.Ordinal);
            answers.Add($"{string.Join('\n', headers)}\n{answer.Text.Replace($"{answer.Json["requestId"]}", "", StringComparison.Ordinal)}");
        }

        Assert.All(answers, answer => Assert.Equal(answers[0], answer));
        Assert.Equal("unknown_route", (await hooks.AskAsync(HttpMethod.Get, "nowhere/at/all", authorization: $"Bearer {await hooks.World.TokenAsync("agent@acme")}")).Reason);
    }

    [Fact]
    public async Task PresentedToken_IsVerified_AndGivesNothing()
    {
        Assert.Equal("invalid_token", (await hooks.AskAsync(HttpMethod.Get, "intake/form", authorization: "Bearer abc")).Reason);
        Assert.Equal("invalid_token", (await hooks.AskAsync(HttpMethod.Get, "intake/form", authorization: "Basic YTpi")).Reason);
        Assert.Equal("tenant_mismatch", (await hooks.AskAsync(HttpMethod.Get, "intake/form", authorization: $"Bearer {await hooks.World.TokenAsync("agent@globex")}")).Reason);

        hooks.World.Service.AnswerJson(Person);
        var answer = await hooks.AskAsync(HttpMethod.Get, "intake/form", authorization: $"Bearer {await hooks.World.TokenAsync("agent@acme")}");
        Assert.Equal((200, "\u2022\u2022\u2022"), (answer.Status, $"{answer.Json["email"]}"));
        Assert.Equal("anonymous", hooks.World.Service.Last.Headers["X-Actor-Id"]);
        Assert.DoesNotContain("Authorization", hooks.World.Service.Last.Headers.Keys);
    }

    [Fact]
    public async Task DeclaredImage_PassesToAnybody()
    {
        hooks.World.Service.Answer = (context, _) => RecordingService.WriteAsync(context, 200, "image/png", [1, 2, 3]);
        Assert.Equal([1, 2, 3], (await hooks.AskAsync(HttpMethod.Get, "intake/logo")).Body);
    }
}
