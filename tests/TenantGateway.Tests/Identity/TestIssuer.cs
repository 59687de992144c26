using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace TenantGateway.Tests.Identity;

/// <summary>An identity provider that serves discovery and keys over a real socket, and signs whatever it is asked to.</summary>
internal sealed class TestIssuer : IAsyncDisposable
{
    public const string DataAudience = "https://gateway.test/data";
    public const string AdminAudience = "https://gateway.test/admin";
    public const string LogoutAudience = "client-1";

    private readonly WebApplication _app;
    private int _requests;
    private int _logouts;

    private TestIssuer(WebApplication app, TestKey key)
    {
        _app = app;
        Key = key;
    }

    /// <summary>The exact <c>iss</c>.</summary>
    public string Name { get; private set; } = "";

    /// <summary>The key that signs.</summary>
    public TestKey Key { get; set; }

    /// <summary>What the key set holds; null stands for the signing key alone.</summary>
    public IReadOnlyList<JsonObject>? Published { get; set; }

    /// <summary>What the metadata give as issuer, where it is not the truth.</summary>
    public string? ClaimedName { get; set; }

    /// <summary>Answers 503 to everything.</summary>
    public bool IsDown { get; set; }

    /// <summary>How many requests came in.</summary>
    public int Requests => _requests;

    public static async Task<TestIssuer> StartAsync(TestKey key)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        var issuer = new TestIssuer(app, key);
        app.Run(issuer.AnswerAsync);
        await app.StartAsync();
        issuer.Name = app.Urls.Single() + "/";
        return issuer;
    }

    /// <summary>A token that is right in every way, to be bent before it is signed.</summary>
    public TokenDraft Draft(DateTimeOffset now, string audience = DataAudience, string organization = "org_acme", string subject = "auth0|alice")
    {
        var seconds = now.ToUnixTimeSeconds();
        return new TokenDraft
        {
            Key = Key,
            Header = new JsonObject { ["alg"] = "RS256", ["typ"] = "at+jwt", ["kid"] = Key.Id },
            Payload = new JsonObject
            {
                ["iss"] = Name,
                ["sub"] = subject,
                ["aud"] = audience,
                ["org_id"] = organization,
                ["iat"] = seconds - 60,
                ["exp"] = seconds + 3600,
                ["amr"] = new JsonArray("pwd", "mfa"),
                ["auth_time"] = seconds - 120,
                ["roles"] = new JsonArray("agent"),
                ["scope"] = "contacts.read contacts.write",
            },
        };
    }

    /// <summary>A token of the client-credentials grant (RFC 9068 section 2.2) that is right in every way.</summary>
    public TokenDraft ServiceDraft(DateTimeOffset now, string client)
    {
        var draft = Draft(now, subject: client);
        foreach (var name in new[] { "org_id", "amr", "auth_time", "roles", "scope" }) draft.Payload.Remove(name);
        draft.Payload["client_id"] = client;
        return draft;
    }

    /// <summary>A logout token that is right in every way, to be bent before it is signed.</summary>
    public TokenDraft DraftLogout(DateTimeOffset now, string? subject = "auth0|alice", string? session = "s-1")
    {
        var seconds = now.ToUnixTimeSeconds();
        var draft = new TokenDraft
        {
            Key = Key,
            Header = new JsonObject { ["alg"] = "RS256", ["typ"] = "logout+jwt", ["kid"] = Key.Id },
            Payload = new JsonObject
            {
                ["iss"] = Name,
                ["aud"] = LogoutAudience,
                ["iat"] = seconds,
                ["exp"] = seconds + 120,
                ["jti"] = $"logout-{Interlocked.Increment(ref _logouts)}",
                ["events"] = new JsonObject { ["http://schemas.openid.net/event/backchannel-logout"] = new JsonObject() },
            },
        };
        if (subject is not null) draft.Payload["sub"] = subject;
        if (session is not null) draft.Payload["sid"] = session;
        return draft;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        Interlocked.Increment(ref _requests);
        if (IsDown)
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }

        var keys = new JsonArray([.. (Published ?? [Key.ToJwk()]).Select(key => key.DeepClone())]);
        var document = context.Request.Path.Value == "/keys"
            ? new JsonObject { ["keys"] = keys }
            : new JsonObject { ["issuer"] = ClaimedName ?? Name, ["jwks_uri"] = Name + "keys" };
        await context.Response.WriteAsync(document.ToJsonString());
    }
}
