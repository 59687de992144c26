using Microsoft.Extensions.Options;
using TenantGateway.Core.Access;
using TenantGateway.Core.State;

namespace TenantGateway.Authentication.Services;

/// <summary>Services that act for tenants: the exchange of their tokens, and the tokens that come of it.</summary>
internal static class ServiceTokensModule
{
    /// <summary>The name under which tokens of services are issued; known in every process, so that they can be revoked where none of them are taken.</summary>
    public static IServiceCollection AddServiceIssuer(this IServiceCollection services, IConfiguration configuration) => services.AddSingleton(new ServiceIssuer(
        configuration[$"{ServicesOptions.Section}:{nameof(ServicesOptions.TokenIssuer)}"] ?? new ServicesOptions().TokenIssuer, TimeSpan.FromSeconds(ServiceTokens.LifetimeSeconds)));

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

    /// <summary>The exchange; comes after hosts.</summary>
    public static IApplicationBuilder UseTokenExchange(this IApplicationBuilder app) => app.MapWhen(
        context => HttpMethods.IsPost(context.Request.Method) && context.Request.Path.Equals(TokenExchange.Path, StringComparison.Ordinal),
        exchange => exchange.Run(context => context.RequestServices.GetRequiredService<TokenExchange>().InvokeAsync(context)));

    /// <summary>The tokens that the exchange gives; comes before any other token is looked at.</summary>
    public static IApplicationBuilder UseServiceTokens(this IApplicationBuilder app) => app.UseMiddleware<ServiceTokenMiddleware>();
}
