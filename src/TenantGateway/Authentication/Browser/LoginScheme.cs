using System.Globalization;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using TenantGateway.Core.Sessions;

namespace TenantGateway.Authentication.Browser;

/// <summary>
/// The plain OpenID Connect handler, set up the way Auth0's package sets it up: authorization code with PKCE, <c>organization</c> and <c>audience</c>, and nothing of it kept.
/// This is the file that such a package would replace.
/// </summary>
internal sealed class LoginScheme : IConfigureOptions<AuthenticationOptions>, IConfigureNamedOptions<OpenIdConnectOptions>
{
    public const string Name = "browser";

    /// <summary>Item of the properties: the oldest login that was asked for.</summary>
    public const string MaxAgeItem = "max_age";

    private readonly LoginOptions _options;
    private readonly ClientCredential _credential;
    private readonly LoginState _state;
    private readonly IHttpClientFactory _clients;
    private readonly TimeProvider _clock;

    public LoginScheme(IOptions<LoginOptions> options, ConfiguredIssuers issuers, IssuerMetadata metadata, ClientCredential credential, LoginState state, IHttpClientFactory clients, TimeProvider clock)
    {
        (_options, _credential, _state, _clients, _clock) = (options.Value, credential, state, clients, clock);
        Issuer = issuers.Find(_options.Issuer) ?? throw new InvalidOperationException("The issuer of logins is configured.");
        Metadata = new LoginMetadata(Issuer, metadata, clock);
        Origin = _options.Origin.TrimEnd('/');
    }

    public string ClientId => _options.ClientId;

    public ConfiguredIssuer Issuer { get; }

    public LoginMetadata Metadata { get; }

    /// <summary>Of the admin plane, as browsers write it.</summary>
    public string Origin { get; }

    public void Configure(AuthenticationOptions options) => options.AddScheme(Name, builder => builder.HandlerType = typeof(OpenIdConnectHandler));

    public void Configure(OpenIdConnectOptions options) => throw new NotSupportedException("The scheme has a name here.");

    public void Configure(string? name, OpenIdConnectOptions options)
    {
        if (name != Name) throw new InvalidOperationException("There is one scheme of logins.");
        options.Authority = _options.Issuer;
        options.ClientId = _options.ClientId;
        options.ConfigurationManager = Metadata;
        options.Backchannel = _clients.CreateClient(IssuerMetadata.HttpClientName);
        options.TimeProvider = _clock;
        options.ResponseType = OpenIdConnectResponseType.Code;
        options.ResponseMode = OpenIdConnectResponseMode.Query;
        options.UsePkce = true;
        options.PushedAuthorizationBehavior = PushedAuthorizationBehavior.Disable;
        options.CallbackPath = LoginPaths.Callback;
        options.SignInScheme = "none";
        options.SaveTokens = true;
        options.MapInboundClaims = false;
        options.GetClaimsFromUserInfoEndpoint = false;
        options.DisableTelemetry = true;
        options.RemoteAuthenticationTimeout = LoginState.Lifetime;
        options.StateDataFormat = _state;
        options.StringDataFormat = _state;
        options.ProtocolValidator.NonceLifetime = LoginState.Lifetime;
        options.TokenValidationParameters = Parameters();
        options.Scope.Clear();
        foreach (var scope in _options.Scopes.Prepend("openid").Distinct(StringComparer.Ordinal)) options.Scope.Add(scope);
        ShutIn(options.CorrelationCookie, "__Host-tgw-login.");
        ShutIn(options.NonceCookie, "__Host-tgw-nonce.");
        options.Events = Events();
    }

    // RFC 6265bis: with this name a browser takes a cookie of this very host alone, over TLS alone.
    private static void ShutIn(CookieBuilder cookie, string name)
    {
        cookie.Name = name;
        cookie.Path = "/";
        cookie.HttpOnly = true;
        cookie.SecurePolicy = CookieSecurePolicy.Always;
        // The way back is a navigation from another site.
        cookie.SameSite = SameSiteMode.Lax;
        cookie.IsEssential = true;
    }

    private TokenValidationParameters Parameters() => new()
    {
        ValidIssuer = Issuer.Name,
        ValidAudience = _options.ClientId,
        ValidAlgorithms = Issuer.Algorithms,
        RequireSignedTokens = true,
        RequireExpirationTime = true,
        RequireAudience = true,
        TryAllIssuerSigningKeys = false,
        IssuerSigningKeyResolver = (_, _, keyId, _) => keyId is not null && Issuer.Keys.Held(keyId) is { } key ? [key] : [],
        LifetimeValidator = (notBefore, expires, _, _) =>
        {
            var now = _clock.GetUtcNow().UtcDateTime;
            return expires is { } end && now < end + Issuer.ClockSkew && (notBefore is not { } from || from <= now + Issuer.ClockSkew);
        },
        IncludeTokenOnFailedValidation = false,
    };

    private OpenIdConnectEvents Events() => new()
    {
        OnRedirectToIdentityProvider = context =>
        {
            Ask(context.ProtocolMessage, context.Properties);
            return Task.CompletedTask;
        },
        OnMessageReceived = async context =>
        {
            if (LoginAnswer.Objection(context.Request.Query, await Metadata.GetConfigurationAsync(context.HttpContext.RequestAborted)) is { } objection) context.Fail(objection);
        },
        OnAuthorizationCodeReceived = async context =>
        {
            var request = context.TokenEndpointRequest ?? throw new InvalidOperationException("The handler redeems a code.");
            request.RedirectUri = Origin + LoginPaths.Callback;
            if (_options.AudienceParameter == "resource") request.SetParameter("resource", Issuer.AudienceOf(Core.Access.Plane.Admin));
            await _credential.AddToAsync(request, context.HttpContext.RequestAborted);
        },
        OnTokenResponseReceived = async context => await HoldKeyOfAsync(context.TokenEndpointResponse.IdToken, context.HttpContext.RequestAborted),
        OnTicketReceived = context =>
        {
            context.HttpContext.Features.Set(new LoginAnswer(
                context.Properties?.GetTokenValue("id_token"), context.Properties?.GetTokenValue("access_token"), context.Properties?.Items[MaxAgeItem], context.ReturnUri));
            context.HandleResponse();
            return Task.CompletedTask;
        },
        OnRemoteFailure = context =>
        {
            context.HttpContext.Features.Set(new LoginFailure(context.Failure));
            context.HandleResponse();
            return Task.CompletedTask;
        },
    };

    private void Ask(OpenIdConnectMessage message, AuthenticationProperties properties)
    {
        message.RedirectUri = Origin + LoginPaths.Callback;
        message.SetParameter(_options.AudienceParameter, Issuer.AudienceOf(Core.Access.Plane.Admin));
        message.SetParameter("organization", Issuer.Profile.OperatorOrganization);
        message.MaxAge = properties.Items[MaxAgeItem];
        if (_options.AcrValues.Length > 0) message.AcrValues = _options.AcrValues;
    }

    /// <summary>The handler validates without waiting, so the key is fetched before. What is wrong with the token it finds by itself.</summary>
    private async Task HoldKeyOfAsync(string? idToken, CancellationToken cancellationToken)
    {
        var handler = new Microsoft.IdentityModel.JsonWebTokens.JsonWebTokenHandler();
        if (idToken is { Length: <= CompactToken.MaxLength } && handler.CanReadToken(idToken) && handler.ReadJsonWebToken(idToken).Kid is { Length: > 0 } keyId) await Issuer.Keys.FindAsync(keyId, cancellationToken);
    }

    public static string InSeconds(TimeSpan time) => ((long)time.TotalSeconds).ToString(CultureInfo.InvariantCulture);
}
