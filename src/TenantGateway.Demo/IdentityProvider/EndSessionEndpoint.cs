using System.Security.Claims;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using TenantGateway.Demo.IdentityProvider.Pages;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace TenantGateway.Demo.IdentityProvider;

/// <summary>
/// Logout (OpenID Connect RP-Initiated Logout 1.0). An application that shows the id token of the session ends it at once; otherwise the person is asked. The
/// applications of the session hear of it before the answer.
/// </summary>
internal sealed class EndSessionEndpoint(DemoClients clients, DemoSessions sessions, ProviderBrowser browser, BackChannelLogout logouts)
{
    public const string Path = "connect/logout";

    private const string Sure = "sure";

    public void Validate(ValidateEndSessionRequestContext context)
    {
        if (context.ClientId is { } id && clients.Find(id) is null)
            context.Reject(Errors.InvalidRequest, "No such client is registered.");
        else if (context.PostLogoutRedirectUri is { Length: > 0 } uri && clients.All.All(client => client.PostLogoutRedirectUri.AbsoluteUri != uri || (context.ClientId is { } only && client.Id != only)))
            context.Reject(Errors.InvalidRequest, "The post_logout_redirect_uri is not a registered one.");
    }

    public async Task AnswerAsync(HttpContext context)
    {
        var request = context.GetOpenIddictServerRequest() ?? throw new InvalidOperationException("This is no logout request.");
        var shown = (await context.AuthenticateAsync(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme)).Principal;
        var own = browser.SessionOf(context);
        if (own is not null && own != Named(shown) && !IsSure(context, request))
        {
            var parameters = request.GetParameters().Select(parameter => KeyValuePair.Create(parameter.Key, (string?)parameter.Value ?? "")).Append(KeyValuePair.Create(Sure, "true"));
            await browser.ShowAsync(context, LoginPage.Logout("/" + Path, own.Account.User, parameters));
            return;
        }

        foreach (var session in new[] { own, Named(shown) }.OfType<DemoSession>().Distinct())
            await logouts.EndAsync(session, context.RequestAborted);
        ProviderBrowser.Forget(context);
        if (request.PostLogoutRedirectUri is null)
            await browser.ShowAsync(context, LoginPage.Message("Logged out", "You are logged out of the demo's identity provider and of every application that you used."));
        else
            await context.SignOutAsync(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
    }

    /// <summary>The session whose id token was shown.</summary>
    private DemoSession? Named(ClaimsPrincipal? shown) => sessions.Find(shown?.GetClaim(DemoIdentity.SessionClaim));

    private static bool IsSure(HttpContext context, OpenIddictRequest request) =>
        HttpMethods.IsPost(context.Request.Method) && ProviderBrowser.IsOwnForm(context) && (string?)request.GetParameter(Sure) == "true";
}
