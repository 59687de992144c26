using System.Collections.Immutable;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace TenantGateway.Demo.IdentityProvider;

/// <summary>
/// Authorization requests of registered applications (authorization code with PKCE): whoever has not logged in as the request asks does so first. Nobody is asked
/// for consent, because all applications belong to the operator.
/// </summary>
internal sealed class AuthorizationEndpoint(DemoClients clients, ProviderBrowser browser, PendingLogins logins, TimeProvider clock)
{
    public const string Path = "connect/authorize";

    private const string Login = "login";

    public void Validate(ValidateAuthorizationRequestContext context)
    {
        if (clients.Find(context.ClientId) is not { } client)
            context.Reject(Errors.InvalidClient, "No such client is registered.");
        else if (context.RedirectUri != client.RedirectUri.AbsoluteUri)
            context.Reject(Errors.InvalidRequest, "The redirect_uri is not the registered one.");
        else if (LoginDemand.Read(context.Request) is null)
            context.Reject(Errors.InvalidRequest, "organization or max_age makes no sense.");
        else if (TryReadAudience(context.Request, out _))
            return;
        else
            context.Reject(Errors.InvalidTarget, "audience and resource name one of the demo's two APIs.");
    }

    public async Task AnswerAsync(HttpContext context)
    {
        var request = context.GetOpenIddictServerRequest() ?? throw new InvalidOperationException("This is no authorization request.");
        var demand = LoginDemand.Read(request) ?? throw new InvalidOperationException("The request was validated before.");

        // :: Step 1: the login of this very request, or one of before that will do
        var session = logins.Take((string?)request.GetParameter(Login), ProviderBrowser.LoginOf(context));
        if (session is null && browser.SessionOf(context) is { } before && demand.IsMetBy(before, clock.GetUtcNow()))
            session = before;

        // :: Step 2: otherwise, log in
        if (session is null)
        {
            await (request.HasPromptValue(PromptValues.None) ? RefuseAsync(context) : BeginAsync(context, request, demand));
            return;
        }

        // :: Step 3: a code
        TryReadAudience(request, out var audience);
        var identity = DemoIdentity.Of(session, audience ?? session.Account.Audience) with
        {
            ProtocolScopes = [.. request.GetScopes().Intersect([Scopes.OpenId, Scopes.OfflineAccess])],
            OneTimeUse = session.Issue(request.ClientId ?? ""),
        };
        await context.SignInAsync(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme, identity.ToPrincipal());
    }

    private Task BeginAsync(HttpContext context, OpenIddictRequest request, LoginDemand demand)
    {
        var parameters = request.GetParameters().Where(parameter => parameter.Key != Login).Select(parameter => KeyValuePair.Create(parameter.Key, (string?)parameter.Value));
        var login = logins.Begin(demand, QueryString.Create(parameters).Add(Login, "").Value ?? "");
        ProviderBrowser.Remember(context, login);
        context.Response.Redirect(LoginEndpoints.AddressOf(LoginEndpoints.PasswordPath, login));
        return Task.CompletedTask;
    }

    /// <summary>Where a login that is over goes on.</summary>
    public static string ContinuationOf(PendingLogin login) => $"/{Path}{login.Query}{Uri.EscapeDataString(login.Id)}";

    private static Task RefuseAsync(HttpContext context) => context.ForbidAsync(
        OpenIddictServerAspNetCoreDefaults.AuthenticationScheme,
        new AuthenticationProperties(new Dictionary<string, string?> { [OpenIddictServerAspNetCoreConstants.Properties.Error] = Errors.LoginRequired }));

    /// <summary>Auth0's <c>audience</c>, or the <c>resource</c> of RFC 8707; null where neither is named.</summary>
    private static bool TryReadAudience(OpenIddictRequest request, out string? audience)
    {
        string?[] named = [.. ValuesOf(request, Parameters.Audience), .. ValuesOf(request, Parameters.Resource)];
        audience = named.FirstOrDefault();
        return named is [] or [DemoAudiences.DataPlane] or [DemoAudiences.AdminPlane];
    }

    private static ImmutableArray<string?> ValuesOf(OpenIddictRequest request, string name) =>
        request.GetParameter(name) is { } parameter ? (ImmutableArray<string?>?)parameter ?? [] : [];
}
