using Microsoft.Extensions.Options;
using TenantGateway.Core.Access;
using TenantGateway.Core.State;

namespace TenantGateway.Authentication.Services;

/// <summary>Services that act for tenants: the exchange of their tokens, and the tokens that come of it.</summary>
internal static class ServiceTokensModule
{
    /// <summary>The gateway as an issuer: known in every process, so that its tokens can be revoked where none of them are taken.</summary>
    public static IServiceCollection AddServiceIssuer(this IServiceCollection services, IConfiguration configuration)
    {
        var name = configuration[$"{ServicesOptions.Section}:{nameof(ServicesOptions.TokenIssuer)}"] ?? new ServicesOptions().TokenIssuer;
        return services.AddSingleton(new ServiceIssuer(name, TimeSpan.FromSeconds(ServiceTokens.LifetimeSeconds)));
    }

    /// <summary>Needs the issuers, the keys of the gateway, the tenants and the audit trail.</summary>
    public static IServiceCollection AddServiceTokens(this IServiceCollection services, IConfiguration configuration)
    {
        // Not bound: options that watch the settings throw into whatever reads them again, where the registry keeps the last good ones.
        services.AddOptions<ServicesOptions>().Configure(options => configuration.GetSection(ServicesOptions.Section).Bind(options)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<ServicesOptions>, ServicesOptionsValidator>();
        services.AddSingleton<ServiceRegistry>();
        services.AddSingleton<ServiceTokenKeys>();
        services.AddHostedService(provider => provider.GetRequiredService<ServiceTokenKeys>());
        services.AddSingleton<IStateReader>(provider => provider.GetRequiredService<ServiceTokenKeys>());
        services.AddSingleton<ServiceTokens>();
        services.AddSingleton<SubjectTokens>();
        services.AddSingleton<TokenExchange>();
        return services;
    }

    /// <summary>The exchange, and the tokens that it gives; comes after hosts and before any other token is looked at.</summary>
    public static IApplicationBuilder UseServiceTokens(this IApplicationBuilder app) => app
        .MapWhen(
            context => HttpMethods.IsPost(context.Request.Method) && context.Request.Path.Equals(TokenExchange.Path, StringComparison.Ordinal),
            exchange => exchange.Run(context => context.RequestServices.GetRequiredService<TokenExchange>().InvokeAsync(context)))
        .UseMiddleware<ServiceTokenMiddleware>();
}
