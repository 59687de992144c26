using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Server;
using TenantGateway.Demo.Hosting;
using TenantGateway.Demo.IdentityProvider.Pages;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace TenantGateway.Demo.IdentityProvider;

/// <summary>
/// An OpenID provider on loopback whose tokens look like Auth0's: OpenIddict in degraded mode (no database), RS256, <c>at+jwt</c>
/// (RFC 9068), an issuer that ends in a slash, discovery and JWKS. People log in with a password that everybody knows and a second factor that is real; and
/// <see cref="DemoLoginGrant"/> gives anybody a token.
/// </summary>
internal sealed class DemoIdentityProvider : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly HttpClient _client;

    private DemoIdentityProvider(WebApplication application, HttpClient client)
    {
        _application = application;
        _client = client;
        Issuer = AddressOf(application.Services.GetRequiredService<IServer>());
    }

    /// <summary>The <c>iss</c> of its tokens and the base of its URLs, such as <c>http://127.0.0.1:8082/</c>.</summary>
    public Uri Issuer { get; }

    /// <summary>The applications that people log in to; one may be added at any time.</summary>
    public DemoClients Clients => _application.Services.GetRequiredService<DemoClients>();

    /// <summary>Starts it; throws <see cref="IOException"/> where the port is taken.</summary>
    public static async Task<DemoIdentityProvider> StartAsync(DemoIdentityProviderOptions options, CancellationToken cancellationToken)
    {
        // No proxy: the call never leaves the machine, whatever the environment says.
        var client = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false });
        var builder = LoopbackApplication.CreateBuilder();
        builder.ListenOnLoopback(options.Port, listener => listener.Protocols = HttpProtocols.Http1);
        var signingKey = SigningKeyFile.OpenOrCreate(options.DataDirectory);
        AddParts(builder.Services, options, signingKey, client);
        AddServer(builder.Services, signingKey, options.TimeProvider);

        var application = builder.BuildLoopback();
        application.UseAuthentication();
        Map(application, client);
        await application.StartOrDisposeAsync(cancellationToken);

        var provider = new DemoIdentityProvider(application, client);
        client.BaseAddress = provider.Issuer;
        return provider;
    }

    public async ValueTask DisposeAsync()
    {
        using (_client)
        await using (_application) await _application.StopAsync(CancellationToken.None);
    }

    private static void AddParts(IServiceCollection services, DemoIdentityProviderOptions options, RsaSecurityKey signingKey, HttpClient client)
    {
        services.AddSingleton(options.TimeProvider);
        services.AddSingleton(signingKey);
        services.AddSingleton(client);
        services.AddSingleton(new DemoClients(options.Clients));
        services.AddSingleton(new SecondFactors(signingKey.Parameters.D ?? throw new InvalidOperationException("The key that signs is private."), options.TimeProvider));
        services.AddSingleton<DemoSessions>();
        services.AddSingleton<PendingLogins>();
        services.AddSingleton<ProviderBrowser>();
        services.AddSingleton<BackChannelLogout>();
        services.AddSingleton<AuthorizationEndpoint>();
        services.AddSingleton<EndSessionEndpoint>();
        services.AddSingleton<LoginEndpoints>();
        services.AddSingleton<AuthenticatorEndpoint>();
        services.AddSingleton<DemoLogoutEndpoint>();
        services.AddSingleton<TokenGrants>();
    }

    private static void Map(WebApplication application, HttpClient client)
    {
        var services = application.Services;
        application.MapGet(DemoTokenEndpoint.Path, new DemoTokenEndpoint(client).AnswerAsync);
        application.MapMethods("/" + AuthorizationEndpoint.Path, [HttpMethods.Get, HttpMethods.Post], services.GetRequiredService<AuthorizationEndpoint>().AnswerAsync);
        application.MapMethods("/" + EndSessionEndpoint.Path, [HttpMethods.Get, HttpMethods.Post], services.GetRequiredService<EndSessionEndpoint>().AnswerAsync);
        services.GetRequiredService<LoginEndpoints>().Map(application);
        application.MapGet(AuthenticatorEndpoint.Path, services.GetRequiredService<AuthenticatorEndpoint>().AnswerAsync);
        application.MapPost(DemoLogoutEndpoint.Path, services.GetRequiredService<DemoLogoutEndpoint>().AnswerAsync);
        application.MapGet(LoginPage.StylePath, ProviderBrowser.AnswerStyleAsync);
    }

    private static void AddServer(IServiceCollection services, RsaSecurityKey signingKey, TimeProvider clock)
    {
        services.AddAuthentication();
        services.AddOpenIddict().AddServer(server =>
        {
            server.EnableDegradedMode();
            server.SetAuthorizationEndpointUris(AuthorizationEndpoint.Path);
            server.SetTokenEndpointUris(DemoTokenEndpoint.TokenPath);
            server.SetEndSessionEndpointUris(EndSessionEndpoint.Path);
            server.SetJsonWebKeySetEndpointUris(".well-known/jwks.json");
            server.AllowAuthorizationCodeFlow().RequireProofKeyForCodeExchange().AllowRefreshTokenFlow().AllowCustomFlow(DemoLoginGrant.GrantType);
            server.DisableScopeValidation().DisableAudienceValidation().DisableResourceValidation();
            server.SetAuthorizationCodeLifetime(TimeSpan.FromMinutes(1)).SetRefreshTokenLifetime(DemoSession.Lifetime);
            server.AddSigningKey(signingKey);
            server.DisableAccessTokenEncryption();
            // Of codes and refresh tokens; none of them outlives the process.
            server.AddEncryptionKey(new SymmetricSecurityKey(RandomNumberGenerator.GetBytes(32)));
            server.Configure(options =>
            {
                options.TimeProvider = clock;
                options.CodeChallengeMethods.Remove(CodeChallengeMethods.Plain);
            });
            AddHandlers(server);
            server.UseAspNetCore().DisableTransportSecurityRequirement().EnableAuthorizationEndpointPassthrough().EnableEndSessionEndpointPassthrough();
        });
        // Authentication brings data protection, whose keys would be written into the home directory and are used by nothing here.
        services.Remove(services.Single(service =>
            service.ServiceType == typeof(IHostedService) && service.ImplementationType?.Assembly == typeof(KeyManagementOptions).Assembly));

        // Read with the first request, when the port is known: the issuer must be one, whichever loopback name a caller used.
        services.AddOptions<OpenIddictServerOptions>().Configure<IServer>((options, server) => options.Issuer = AddressOf(server));
    }

    private static void AddHandlers(OpenIddictServerBuilder server)
    {
        // Auth0 takes the audience where OpenIddict knows the resource of RFC 8707 alone; our own handler judges both.
        server.RemoveEventHandler(OpenIddictServerHandlers.Authentication.ValidateAudienceParameter.Descriptor);
        server.AddEventHandler<ValidateAuthorizationRequestContext>(handler => handler.UseSingletonHandler<ProviderHandlers>());
        server.AddEventHandler<ValidateEndSessionRequestContext>(handler => handler.UseSingletonHandler<ProviderHandlers>());
        server.AddEventHandler<ValidateTokenRequestContext>(handler => handler.UseSingletonHandler<ProviderHandlers>());
        server.AddEventHandler<HandleTokenRequestContext>(handler => handler.UseSingletonHandler<ProviderHandlers>());
        server.AddEventHandler<HandleConfigurationRequestContext>(handler => handler.UseSingletonHandler<ProviderHandlers>());
    }

    private static Uri AddressOf(IServer server) =>
        new(server.Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single());
}
