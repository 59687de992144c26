using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using TenantGateway.Tests.Demo;
using TenantGateway.Tests.World;
using Answer = TenantGateway.Tests.World.Answer;
using RawHttp = TenantGateway.Tests.World.RawHttp;

namespace TenantGateway.Tests.Authentication;

/// <summary>Senders without a token, over real sockets: what is signed here and now is taken once and protected, and nothing else is taken.</summary>
public sealed class WebhookTests(WebhookWorld hooks) : IClassFixture<WebhookWorld>, IAsyncLifetime
{
    private const string Otherwise = """{"email":"eve@example.org"}""";

    public static TheoryData<string> Forgeries => [.. Forged.Keys];

    private static Dictionary<string, WebhookMessage> Forged => new()
    {
        ["unsigned"] = Changed(request => request.Headers.Remove("webhook-signature")),
        ["without a time"] = Changed(request => request.Headers.Remove("webhook-timestamp")),
        ["without an id"] = Changed(request => request.Headers.Remove("webhook-id")),
        ["wrong secret"] = new() { Secret = "whsec_" + Convert.ToBase64String(new byte[24]) },
        ["secret of another tenant"] = new() { Secret = WebhookWorld.GlobexSecret },
        ["host of another tenant"] = new() { Host = "globex.localhost" },
        ["secret of another route"] = new() { Path = "hooks/events" },
        ["stale"] = new() { Time = WebhookMessage.Seconds(-330) },
        ["from the future"] = new() { Time = WebhookMessage.Seconds(330) },
        ["no number for a time"] = new() { Time = "1e9" },
        ["time in other digits"] = new() { Time = "0" + WebhookMessage.Seconds(0) },
        ["another time"] = Changed(request => WebhookMessage.Replace(request, "webhook-timestamp", WebhookMessage.Seconds(-5))),
        ["another id"] = Changed(request => WebhookMessage.Replace(request, "webhook-id", "msg_other")),
        ["id with a point"] = new() { Id = "msg.1" },
        ["changed body"] = Changed(request => request.Content = Json(Otherwise)),
        ["body with a byte more"] = Changed(request => request.Content = Json(new WebhookMessage().Body + " ")),
        ["empty body"] = Changed(request => request.Content = Json("")),
        ["duplicate signature"] = Changed(request => request.With("webhook-signature", "v1,AAAA")),
        ["duplicate id"] = Changed(request => request.With("webhook-id", "msg_2")),
        ["duplicate time"] = Changed(request => request.With("webhook-timestamp", WebhookMessage.Seconds(0))),
        ["another version"] = Changed(request => WebhookMessage.Replace(request, "webhook-signature", "v1a," + Convert.ToBase64String(new byte[64]))),
        ["signature of zeros"] = Changed(request => WebhookMessage.Replace(request, "webhook-signature", "v1," + Convert.ToBase64String(new byte[32]))),
        ["cut signature"] = Changed(request => WebhookMessage.Replace(request, "webhook-signature", "v1," + Convert.ToBase64String(new byte[31]))),
        ["nine signatures"] = Changed(request => WebhookMessage.Replace(request, "webhook-signature", string.Join(' ', Enumerable.Repeat("v1," + Convert.ToBase64String(new byte[32]), 9)))),
        ["with a query"] = Changed(request => request.RequestUri = new Uri("hooks/payments?a=b", UriKind.Relative)),
        ["with a token"] = Changed(request => request.With("Authorization", "Bearer abc")),
        ["encoded"] = Changed(request => request.Content?.Headers.ContentEncoding.Add("gzip")),
    };

    public Task InitializeAsync()
    {
        hooks.World.Service.Reset();
        return Task.CompletedTask;
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task SignedMessage_ReachesTheServiceProtected_UnderTheNameOfTheWebhook()
    {
        hooks.World.Service.AnswerJson("""{"email":"grace@example.org","id":7}""");

        var answer = await hooks.SendAsync(new WebhookMessage());

        Assert.Equal((200, """{"email":"•••","id":7}"""), (answer.Status, answer.Text));
        var received = hooks.World.Service.Last;
        var body = JsonNode.Parse(received.Body);
        Assert.StartsWith("pn1.", $"{body?["email"]}", StringComparison.Ordinal);
        Assert.StartsWith("pn1.", $"{body?["name"]}", StringComparison.Ordinal);
        Assert.Equal("12", $"{body?["amount"]}");
        // Three letters of any case come about in a token by chance.
        Assert.DoesNotContain("\"Ada", received.Text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("ada@", received.Text, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(("acme", "webhook:payments"), (received.Headers["X-Tenant-Id"], received.Headers["X-Actor-Id"]));
        Assert.DoesNotContain(received.Headers.Keys, name => name.StartsWith("webhook-", StringComparison.OrdinalIgnoreCase));
        Assert.Matches("^[0-9a-f]{64}$", received.Headers["Idempotency-Key"]);
        var assertion = JsonNode.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(received.Headers["X-Gateway-Assertion"].Split('.')[1]));
        Assert.Equal(("webhook:payments", "webhook", "acme"), ($"{assertion?["sub"]}", $"{assertion?["actor_type"]}", $"{assertion?["tenant"]}"));
    }

    [Fact]
    public async Task EachTenantsSender_ActsForItsOwnTenant()
    {
        Assert.Equal(200, (await hooks.SendAsync(new WebhookMessage { Host = "globex.localhost", Secret = WebhookWorld.GlobexSecret })).Status);
        Assert.Equal("globex", hooks.World.Service.Last.Headers["X-Tenant-Id"]);
    }

    [Theory]
    [MemberData(nameof(Forgeries))]
    public async Task Forgery_IsRefused_AndNothingOfItGoesOn(string name)
    {
        var answer = await hooks.SendAsync(Forged[name]);

        Assert.Equal((403, "invalid_signature"), (answer.Status, answer.Reason));
        Assert.Null(answer.Json["location"]);
        Assert.Empty(hooks.World.Service.Received);
    }

    [Fact]
    public async Task TwoSignaturesOfWhichOneIsRight_AreTaken()
    {
        var message = new WebhookMessage();
        var both = message with { Change = request => WebhookMessage.Replace(request, "webhook-signature", $"v1,{Convert.ToBase64String(new byte[32])} {message.Signature}") };

        Assert.Equal(200, (await hooks.SendAsync(both)).Status);
    }

    [Fact]
    public async Task ChunkedMessage_IsReadWholeAndTaken()
    {
        var message = new WebhookMessage { Change = request => request.Headers.TransferEncodingChunked = true };

        Assert.Equal(200, (await hooks.SendAsync(message)).Status);
        Assert.StartsWith("{\"email\":\"pn1.", hooks.World.Service.Last.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task MessageOverTheCap_IsRefused(bool chunked)
    {
        var message = new WebhookMessage { Body = $$"""{"note":"{{new string('a', 2048)}}"}""", Change = request => request.Headers.TransferEncodingChunked = chunked };

        Assert.Equal("body_too_large", (await hooks.SendAsync(message)).Reason);
        Assert.Empty(hooks.World.Service.Received);
    }

    [Fact]
    public async Task TruncatedMessage_GoesNoFurther()
    {
        var message = new WebhookMessage();
        await RawHttp.ExchangeExactlyAsync(
            hooks.World.DataPlane,
            $"POST /hooks/payments HTTP/1.1\r\nHost: acme.localhost\r\nConnection: close\r\nContent-Type: application/json\r\nwebhook-id: {message.Id}\r\nwebhook-timestamp: {message.Time}\r\n"
            + $"webhook-signature: {message.Signature}\r\nContent-Length: {message.Body.Length + 10}\r\n\r\n{message.Body}",
            hangUp: true);

        Assert.Empty(hooks.World.Service.Received);
        Assert.Equal(200, (await hooks.SendAsync(message)).Status);
    }

    [Fact]
    public async Task Replay_IsRefusedOnEveryReplica_AlsoUnderANewSignature()
    {
        var message = new WebhookMessage();
        Assert.Equal(200, (await hooks.SendAsync(message)).Status);

        foreach (var again in new[] { message, message with { Time = WebhookMessage.Seconds(1) }, message with { Body = Otherwise } })
        {
            foreach (var client in new[] { hooks.World.Client, hooks.Other })
            {
                var answer = await hooks.SendAsync(again, client);
                Assert.Equal((409, "webhook_replayed"), (answer.Status, answer.Reason));
            }
        }

        Assert.Single(hooks.World.Service.Received);
        var records = await hooks.World.AuditAsync("acme");
        Assert.Contains(records, record => (record["event"], record["outcome"], record["actor"], record["actorType"]) == ("access.denied", "webhook_replayed", "webhook:payments", "webhook"));
    }

    [Fact]
    public async Task SameMessageAtOnceOnTwoReplicas_ReachesTheServiceOnce()
    {
        var message = new WebhookMessage();
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => hooks.SendAsync(message, i % 2 == 0 ? hooks.World.Client : hooks.Other)));

        Assert.Equal(1, answers.Count(answer => answer.Status == 200));
        Assert.Equal(7, answers.Count(answer => answer.Reason == "webhook_replayed"));
        Assert.Single(hooks.World.Service.Received);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(429)]
    public async Task MessageThatTheServiceDidNotTake_CanBeSentAgain(int status)
    {
        // At once, as often as it takes to meet whoever gives the message up only after its answer has left.
        for (var i = 0; i < 10; i++)
        {
            var message = new WebhookMessage();
            hooks.World.Service.AnswerJson("{}", status);
            Assert.Equal(status, (await hooks.SendAsync(message)).Status);

            hooks.World.Service.Reset();
            Assert.Equal(200, (await hooks.SendAsync(message with { Time = WebhookMessage.Seconds(1) }, hooks.Other)).Status);
        }
    }

    [Theory]
    [InlineData(200, "text/html", "<p>thanks, ada@example.org</p>")]
    [InlineData(202, "text/plain", "ok")]
    [InlineData(201, "application/json", "{\"email\":")]
    public async Task MessageThatTheServiceTook_IsDelivered_AndItsSenderIsToldSoWithoutWhatCannotBeInspected(int status, string type, string body)
    {
        var message = new WebhookMessage();
        hooks.World.Service.Answer = (context, _) => RecordingService.WriteAsync(context, status, type, Encoding.UTF8.GetBytes(body));

        var answer = await hooks.SendAsync(message);

        Assert.Equal((status, ""), (answer.Status, answer.Text));
        Assert.Equal("webhook_replayed", (await hooks.SendAsync(message, hooks.Other)).Reason);
        Assert.Single(hooks.World.Service.Received);
    }

    [Theory]
    [InlineData(302)]
    [InlineData(503)]
    public async Task MessageThatTheServiceDidNotTake_IsNotDelivered_WhateverItAnswersIn(int status)
    {
        var message = new WebhookMessage();
        hooks.World.Service.Answer = (context, _) => RecordingService.WriteAsync(context, status, "text/html", "<p>later</p>"u8.ToArray());

        Assert.Equal((status, ""), (await hooks.SendAsync(message)) is var answer ? (answer.Status, answer.Text) : default);
        hooks.World.Service.Reset();
        Assert.Equal(200, (await hooks.SendAsync(message, hooks.Other)).Status);
    }

    [Fact]
    public async Task ServiceThatIsAway_LeavesTheMessageToBeSentAgain()
    {
        var message = new WebhookMessage();
        hooks.World.Service.Answer = (context, _) =>
        {
            context.Abort();
            return Task.CompletedTask;
        };

        Assert.Equal("service_unavailable", (await hooks.SendAsync(message)).Reason);
        hooks.World.Service.Reset();
        Assert.Equal(200, (await hooks.SendAsync(message)).Status);
    }

    [Fact]
    public async Task ClassThatThePolicyDoesNotAccept_IsRefused_OnRecord_AndIsNoReplayLater()
    {
        var message = new WebhookMessage { Body = """{"phone":"+1 202 555 0143"}""" };
        for (var i = 0; i < 2; i++)
        {
            var answer = await hooks.SendAsync(message);
            Assert.Equal((403, "class_write_denied", "$.phone"), (answer.Status, answer.Reason, $"{answer.Json["location"]}"));
        }

        Assert.Empty(hooks.World.Service.Received);
        var records = await hooks.World.AuditAsync("acme");
        Assert.Contains(records, record => (record["event"], record["outcome"], record["actor"]) == ("access.denied", "class_write_denied", "webhook:payments"));
    }

    [Fact]
    public async Task SecretsAreRotatedWithoutARestart_WithTwoAtOnce()
    {
        const string next = "whsec_bmV4dC1zZWNyZXQtbmV4dC1zZWNyZXQ=";
        try
        {
            Assert.Equal("invalid_signature", (await hooks.SendAsync(new WebhookMessage { Secret = next })).Reason);
            hooks.Rotate(WebhookWorld.AcmeSecret, next);
            foreach (var secret in new[] { WebhookWorld.AcmeSecret, next }) Assert.Equal(200, (await hooks.SendAsync(new WebhookMessage { Secret = secret }, hooks.Other)).Status);
            hooks.Rotate(next);
            Assert.Equal("invalid_signature", (await hooks.SendAsync(new WebhookMessage())).Reason);
            Assert.Equal(200, (await hooks.SendAsync(new WebhookMessage { Secret = next })).Status);
        }
        finally
        {
            hooks.Rotate(WebhookWorld.AcmeSecret);
        }
    }

    [Fact]
    public async Task SecretThatIsAnothersToo_OpensNeither_UntilItIsMended()
    {
        try
        {
            hooks.Rotate(WebhookWorld.GlobexSecret);
            Assert.Equal("invalid_signature", (await hooks.SendAsync(new WebhookMessage { Secret = WebhookWorld.GlobexSecret })).Reason);
            Assert.Equal("invalid_signature", (await hooks.SendAsync(new WebhookMessage { Host = "globex.localhost", Secret = WebhookWorld.GlobexSecret })).Reason);
        }
        finally
        {
            hooks.Rotate(WebhookWorld.AcmeSecret);
        }

        Assert.Equal(200, (await hooks.SendAsync(new WebhookMessage())).Status);
    }

    [Fact]
    public async Task SharedHost_IsForTheWebhooksOnlyTenant_AndForNobodyWhereThereAreSeveral()
    {
        Assert.Equal("tenant_undecided", (await hooks.SendAsync(new WebhookMessage { Host = "localhost" })).Reason);
        Assert.Equal(200, (await hooks.SendAsync(Event(WebhookMessage.Seconds(0), "localhost"))).Status);
        Assert.Equal("acme", hooks.World.Service.Last.Headers["X-Tenant-Id"]);
    }

    [Fact]
    public async Task TimestampedSignature_IsTakenOnce()
    {
        var message = Event(WebhookMessage.Seconds(0), "acme.localhost");

        Assert.Equal(200, (await hooks.SendAsync(message)).Status);
        Assert.Equal("webhook_replayed", (await hooks.SendAsync(message, hooks.Other)).Reason);
        Assert.Equal("invalid_signature", (await hooks.SendAsync(Event(WebhookMessage.Seconds(-400), "acme.localhost"))).Reason);
    }

    [Fact]
    public async Task SignatureOverTheBody_IsTakenOnce()
    {
        var message = Push("""{"email":"ada@example.org","n":1}""", WebhookWorld.PushesSecret);

        Assert.Equal(200, (await hooks.SendAsync(message)).Status);
        Assert.Equal("webhook_replayed", (await hooks.SendAsync(message, hooks.Other)).Reason);
        Assert.Equal("invalid_signature", (await hooks.SendAsync(Push("""{"n":2}""", WebhookWorld.EventsSecret))).Reason);
    }

    [Fact]
    public async Task OtherMethods_AreNotOpen()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "hooks/payments") { Headers = { Host = "acme.localhost" } };
        Assert.Equal("missing_token", (await Answer.ReadAsync(await hooks.World.Client.SendAsync(request))).Reason);
    }

    [Fact]
    public async Task PersonWithAToken_DoesNotCallAWebhook()
    {
        var answer = await Answer.ReadAsync(await hooks.World.SendAsync("agent@acme", HttpMethod.Post, "hooks/payments", "{}", "acme.localhost"));
        Assert.Equal("invalid_signature", answer.Reason);
    }

    [Fact]
    public async Task AnswerThatHoldsAStoredTokenInAText_IsWithheld()
    {
        await hooks.SendAsync(new WebhookMessage());
        var token = $"{JsonNode.Parse(hooks.World.Service.Last.Body)?["email"]}";
        hooks.World.Service.AnswerJson($$"""{"note":"about {{token}} of today"}""");
        Assert.Equal((200, ""), (await hooks.SendAsync(new WebhookMessage())) is var withheld ? (withheld.Status, withheld.Text) : default);

        hooks.World.Service.AnswerJson($$"""{"anything":"{{token}}"}""");
        Assert.Equal("""{"anything":"•••"}""", (await hooks.SendAsync(new WebhookMessage())).Text);
    }

    private static WebhookMessage Changed(Action<HttpRequestMessage> change) => new() { Change = change };

    private static ByteArrayContent Json(string text) => new(Encoding.UTF8.GetBytes(text)) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };

    private static WebhookMessage Event(string time, string host)
    {
        var body = $$"""{"email":"ada@example.org","at":{{time}},"host":"{{host}}"}""";
        var mac = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(WebhookWorld.EventsSecret), Encoding.UTF8.GetBytes($"{time}.{body}")));
        return new WebhookMessage { Path = "hooks/events", Host = host, Body = body, Change = request => request.With("Stripe-Signature", $"t={time},v1={mac},v0=1") };
    }

    private static WebhookMessage Push(string body, string secret)
    {
        var mac = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(body)));
        return new WebhookMessage { Path = "hooks/pushes", Body = body, Change = request => request.With("X-Hub-Signature-256", $"sha256={mac}") };
    }
}
