using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using TenantGateway.Core.Access;
using TenantGateway.Core.Doctor;

namespace TenantGateway.Authentication;

/// <summary>Access tokens: who asks. Ends in the <see cref="VerifiedToken"/> feature.</summary>
internal static class AuthenticationModule
{
    private const int LargestDocument = 256 * 1024;

    public static IServiceCollection AddAuthentication(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<IssuersOptions>()
            // A misspelt key would otherwise leave a rule at its default without a word.
            .Configure(options => configuration.GetSection(IssuersOptions.Section).Bind(options.Issuers, binder => binder.ErrorOnUnknownConfiguration = true))
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<IssuersOptions>, IssuersOptionsValidator>();
        services.AddOptions<TokenCacheOptions>().Bind(configuration.GetSection(TokenCacheOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddHttpClient(IssuerMetadata.HttpClientName, client =>
            {
                client.Timeout = TimeSpan.FromSeconds(5);
                client.MaxResponseContentBufferSize = LargestDocument;
            })
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
            // Connections age, so that names are resolved again. The timers by which the factory would renew handlers hold on to everything of a gateway for minutes after its end.
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan);
        services.AddSingleton<IssuerMetadata>();
        services.AddSingleton<ConfiguredIssuers>();
        services.AddSingleton(provider => new IssuerRegistry(provider.GetRequiredService<ConfiguredIssuers>().All.Select(issuer => issuer.Profile))
        {
            Services = provider.GetService<ServiceIssuer>(),
        });
        services.AddHealthChecks().AddCheck<IssuersHealthCheck>("issuers");
        services.AddSingleton(DoctorCheckRegistration.Of<IssuersCheck>("issuers"));
        services.AddSingleton<IssuerClocks>();
        services.AddSingleton<IClockSource>(provider => provider.GetRequiredService<IssuerClocks>());
        services.AddSingleton<IClockTolerance>(provider => provider.GetRequiredService<IssuerClocks>());
        services.AddSingleton<TokenGate>();
        services.AddSingleton<IClaimsReader, ClaimsReader>();
        services.AddSingleton<LogoutGate>();
        services.AddSingleton<LogoutEndpoint>();
        services.AddSingleton<VerifiedTokens>();
        services.AddSingleton<TokenMetrics>();

        // The core services only: AddAuthentication would bring data protection, and with it keys on disk that nobody uses.
        services.AddAuthenticationCore();
        // The handler writes a line with a stack trace for every bad signature, and strangers decide how many there are.
        services.AddLogging(logging => logging.AddFilter("Microsoft.AspNetCore.Authentication", LogLevel.Warning));
        services.AddWebEncoders();
        services.AddTransient<JwtBearerHandler>();
        services.AddSingleton<TokenSchemes>();
        services.AddSingleton<IConfigureOptions<AuthenticationOptions>>(provider => provider.GetRequiredService<TokenSchemes>());
        services.AddSingleton<IConfigureOptions<JwtBearerOptions>>(provider => provider.GetRequiredService<TokenSchemes>());
        return services;
    }

    /// <summary>Takes logouts from issuers before anybody asks for a token.</summary>
    public static IApplicationBuilder UseLogouts(this IApplicationBuilder app) => app.MapWhen(
        context => context.Request.Path.Equals(LogoutEndpoint.Path, StringComparison.Ordinal),
        branch => branch.Run(context => context.RequestServices.GetRequiredService<LogoutEndpoint>().AnswerAsync(context)));

    /// <summary>Needs <see cref="PlaneFeature"/>; whatever comes after it needs nothing to tell that the token is valid but that it is reached.</summary>
    public static IApplicationBuilder UseTokenAuthentication(this IApplicationBuilder app) =>
        // What the gateway itself has issued was verified before, and no issuer has a say in it.
        app.UseWhen(context => context.Features.Get<VerifiedToken>() is null, others => others.UseMiddleware<TokenAuthenticationMiddleware>());
}
