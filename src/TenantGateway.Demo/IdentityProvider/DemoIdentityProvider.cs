using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Server;
using TenantGateway.Demo.Hosting;

namespace TenantGateway.Demo.IdentityProvider;

/// <summary>
/// An OpenID provider on loopback whose tokens look like Auth0's: OpenIddict in degraded mode (no database), RS256, <c>at+jwt</c>
/// (RFC 9068), an issuer that ends in a slash, discovery and JWKS. It authenticates nobody: see <see cref="DemoLoginGrant"/>.
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

    /// <summary>Starts it; throws <see cref="IOException"/> where the port is taken.</summary>
    public static async Task<DemoIdentityProvider> StartAsync(DemoIdentityProviderOptions options, CancellationToken cancellationToken)
    {
        var builder = LoopbackApplication.CreateBuilder();
        builder.ListenOnLoopback(options.Port, listener => listener.Protocols = HttpProtocols.Http1);
        AddServer(builder.Services, SigningKeyFile.OpenOrCreate(options.DataDirectory), options.TimeProvider);

        // No proxy: the call never leaves the machine, whatever the environment says.
        var client = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        var application = builder.BuildLoopback();
        application.UseAuthentication();
        application.MapGet(DemoTokenEndpoint.Path, new DemoTokenEndpoint(client).AnswerAsync);
        await application.StartOrDisposeAsync(cancellationToken);

        var provider = new DemoIdentityProvider(application, client);
        client.BaseAddress = provider.Issuer;
        return provider;
    }

    public async ValueTask DisposeAsync()
    {
        await _application.StopAsync(CancellationToken.None);
        await _application.DisposeAsync();
        _client.Dispose();
    }

    private static void AddServer(IServiceCollection services, RsaSecurityKey signingKey, TimeProvider clock)
    {
        services.AddAuthentication();
        services.AddOpenIddict().AddServer(server =>
        {
            server.EnableDegradedMode();
            server.SetTokenEndpointUris(DemoTokenEndpoint.TokenPath);
            server.SetJsonWebKeySetEndpointUris(".well-known/jwks.json");
            server.AddSigningKey(signingKey);
            server.DisableAccessTokenEncryption();
            // OpenIddict asks for one although nothing here is encrypted.
            server.AddEncryptionKey(new SymmetricSecurityKey(RandomNumberGenerator.GetBytes(32)));
            server.Configure(options => options.TimeProvider = clock);
            server.AddDemoLoginGrant(clock);
            server.UseAspNetCore().DisableTransportSecurityRequirement();
        });
        // Authentication brings data protection, whose keys would be written into the home directory and are used by nothing here.
        services.Remove(services.Single(service =>
            service.ServiceType == typeof(IHostedService) && service.ImplementationType?.Assembly == typeof(KeyManagementOptions).Assembly));

        // Read with the first request, when the port is known: the issuer must be one, whichever loopback name a caller used.
        services.AddOptions<OpenIddictServerOptions>().Configure<IServer>((options, server) => options.Issuer = AddressOf(server));
    }

    private static Uri AddressOf(IServer server) =>
        new(server.Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single());
}
