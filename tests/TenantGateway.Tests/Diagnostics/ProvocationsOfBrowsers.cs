using System.Buffers.Text;
using Microsoft.Extensions.DependencyInjection;
using TenantGateway.Authentication.Browser;
using TenantGateway.Core.Access;
using TenantGateway.Tests.Demo;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Diagnostics;

/// <summary>Rows of what is refused of people at a browser.</summary>
internal static partial class Provocations
{
    private static IEnumerable<Provocation> Browsers() =>
    [
        new(Reasons.InvalidLogin, Trace.Counted, p => AskAsBrowserAsync(p, $"login/callback?state={Provoker.Planted}&code={Provoker.Planted}")),
        new(Reasons.SessionEnded, Trace.Counted, p => AskAsBrowserAsync(p, "admin/tenants", ("Cookie", $"{SessionCookie.Name}={Provoker.Planted}"))) { Headers = ["WWW-Authenticate"] },
        new(Reasons.TwoCredentials, Trace.Counted, async p => await AskAsBrowserAsync(
            p, "admin/tenants", ("Cookie", $"{SessionCookie.Name}={Provoker.Planted}"), ("Authorization", $"Bearer {await p.World.TokenAsync("admin@operator")}"))),
        new(Reasons.ForeignOrigin, Trace.Recorded, async p => await AskAsBrowserAsync(
            p, "admin/tenants", ("Cookie", $"{SessionCookie.Name}={await BeginSessionAsync(p)}"), ("X-Anti-Forgery", Provoker.Planted))) { Tenant = "operator" },
    ];

    /// <summary>Begins a session as the end of a login does.</summary>
    private static async Task<string> BeginSessionAsync(Provoker p)
    {
        var now = TimeProvider.System.GetUtcNow();
        var ticket = new SessionTicket
        {
            Issuer = p.World.Issuer.AbsoluteUri,
            Subject = Provoker.Planted,
            Organization = "org_operator",
            Roles = [],
            Scopes = [],
            Methods = ["mfa"],
            ConnectionStrategy = null,
            AuthenticatedAt = now,
            IssuedAt = now,
            Session = null,
            IdToken = "",
            StartedAt = now,
            ExpiresAt = now + TimeSpan.FromHours(1),
        };
        var sessions = p.World.Gateway.Services.GetRequiredService<BrowserSessions>();
        var secret = await sessions.TryBeginAsync(new VerifiedLogin(ticket.ToToken(), null, ""), Guid.NewGuid().ToString(), new ActorId("ac_" + new string('a', 26)), CancellationToken.None);
        return Base64Url.EncodeToString(secret ?? throw new InvalidOperationException("The login was used before."));
    }

    private static async Task<Answer> AskAsBrowserAsync(Provoker p, string path, params (string Name, string Value)[] headers)
    {
        using var request = LoopbackClient.Request(HttpMethod.Get, path).With("User-Agent", Provoker.Planted).With("Referer", Provoker.Planted);
        foreach (var (name, value) in headers) request.With(name, value);
        return await Answer.ReadAsync(await p.World.Admin.SendAsync(request));
    }
}
