using Microsoft.Extensions.DependencyInjection.Extensions;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Keys;

/// <summary>
/// The key service, the tenants' key rings and the creation of tenants with their keys. The table of keys is loaded, and the operator's audit key
/// ensured, before any hosted service starts; a key directory that cannot be trusted stops the start.
/// </summary>
internal static class KeysModule
{
    internal static IServiceCollection AddKeys(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<KeysOptions>().Bind(configuration.GetSection(KeysOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.AddMetrics();
        services.AddSingleton<KeyMetrics>();
        services.AddSingleton<KeyServiceState>();
        services.AddKeyService(configuration);
        services.AddSingleton<GenerationSigner>();
        services.AddSingleton<GenerationVerifier>();
        services.AddSingleton<GenerationUnwrapper>();
        services.AddSingleton<GenerationFactory>();
        services.AddSingleton<KeyRings>();
        services.AddSingleton<IKeyRings>(provider => provider.GetRequiredService<KeyRings>());
        services.AddSingleton<ITenantProvisioning, TenantProvisioning>();
        services.AddHostedService<KeysStartup>();
        services.AddHealthChecks().AddCheck<KeyServiceHealthCheck>("keys");
        return services;
    }
}
