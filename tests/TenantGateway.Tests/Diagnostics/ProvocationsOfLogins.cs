using System.Buffers.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using TenantGateway.Core.Access;
using TenantGateway.Core.Sessions;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Diagnostics;

internal static partial class Provocations
{
    private const string LogoutPath = ".well-known/tenant-gateway/backchannel-logout";

    private static IEnumerable<Provocation> Logins() =>
    [
        new(Reasons.SessionIdle, Trace.Recorded, IdleAsync) { Headers = ["WWW-Authenticate"] },
        new(Reasons.RevocationsUnknown, Trace.Neither, WithoutRevocationsAsync) { Headers = ["Retry-After"] },
        new(Reasons.InvalidLogout, Trace.Counted, p => LogOutAsync(p, Provoker.Planted)) { Members = ["error"] },
        new(Reasons.LogoutFailed, Trace.Counted, p => LogOutAsync(p, p.StrangeLogout)) { Members = ["error"] },
    ];

    // Somebody logged in an hour ago, and was seen last two hours ago.
    private static async Task<Answer> IdleAsync(Provoker p)
    {
        var token = await p.World.TokenAsync("agent@acme", "&mfa=true&age=3600");
        var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(token.Split('.')[1])).RootElement;
        var login = LoginMarks.Of(
            p.World.Issuer.AbsoluteUri, "org_acme", claims.GetProperty("sub").GetString() ?? "", claims.TryGetProperty("https://tenantgateway.example/sid", out var sid) ? sid.GetString() : null, null,
            DateTimeOffset.FromUnixTimeSeconds(claims.GetProperty("https://tenantgateway.example/auth_time").GetInt64()), DateTimeOffset.FromUnixTimeSeconds(claims.GetProperty("iat").GetInt64()));
        var store = p.World.Gateway.Services.GetRequiredService<ISessionActivityStore>();
        await store.RecordAsync([new SessionUsed(login.Activity, DateTimeOffset.UnixEpoch + TimeSpan.FromDays(1))], DateTimeOffset.UnixEpoch, CancellationToken.None);
        return await p.SendAsync(
            null, HttpMethod.Post, "crm/contacts", Provoker.Contact, change: request => request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}"));
    }

    private static async Task<Answer> WithoutRevocationsAsync(Provoker p)
    {
        var revocations = p.World.Gateway.Services.GetRequiredService<FaultyRevocations>();
        revocations.IsDown = true;
        try
        {
            return await p.AdminAsync("admin@operator", "{}");
        }
        finally
        {
            revocations.IsDown = false;
        }
    }

    private static Task<Answer> LogOutAsync(Provoker p, string token) => p.SendAsync(
        null, HttpMethod.Post, LogoutPath, "", change: request => request.Content = new FormUrlEncodedContent([KeyValuePair.Create("logout_token", token)]));
}
