using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using TenantGateway.Core.Access;
using TenantGateway.Core.Keys;
using TenantGateway.Core.State;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Keys;

/// <summary>
/// The key service and the tenants' key rings; apart from them, in <see cref="AddKeyCreation"/>, whatever makes keys. The table of keys is loaded, and the first
/// keys ensured, before any hosted service starts; a key directory that cannot be trusted stops the start.
/// </summary>
internal static class KeysModule
{
    internal static IServiceCollection AddKeys(this IServiceCollection services, IConfiguration configuration, GatewayRole role)
    {
        services.AddOptions<KeysOptions>().Bind(configuration.GetSection(KeysOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IValidateOptions<KeysOptions>, KeysOptionsValidator>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddMetrics();
        services.AddSingleton<KeyMetrics>();
        services.AddSingleton<KeyServiceState>();
        services.AddSingleton<RecordAlarms>();
        services.AddSingleton<GenerationVerifier>();
        services.AddSingleton<KekStates>();
        services.AddSingleton<ITenantKeyState>(provider => provider.GetRequiredService<KekStates>());
        services.AddSingleton<HeldGenerations>();
        services.AddSingleton<KeyEvents>();
        services.AddSingleton<KekWatch>();
        services.AddSingleton<KeyServiceCalls>();
        services.AddSingleton<GenerationUnwrapper>();
        services.AddSingleton<KeyRings>();
        services.AddSingleton<IKeyRings>(provider => provider.GetRequiredService<KeyRings>());
        services.AddSingleton<IAuditKeys, AuditKeys>();
        services.AddSingleton<IKeyTable>(provider => provider.GetRequiredService<KeyRings>());
        services.AddSingleton<GenerationReader>();
        services.AddSingleton<IStateReader>(provider => provider.GetRequiredService<GenerationReader>());
        services.AddSingleton<IStartCondition>(provider => provider.GetRequiredService<GenerationReader>());
        services.AddHostedService(provider => ActivatorUtilities.CreateInstance<KeysStartup>(provider, role));
        services.AddHostedService<RecordAlarmService>();
        services.AddSingleton<KeyProber>();
        services.AddHostedService<KeyProbeService>();
        services.AddHostedService<KeyEventRecorder>();
        services.AddHealthChecks().AddCheck<KeyServiceHealthCheck>("keys");
        services.AddKeyService(configuration, role);
        return role.MakesKeys ? services.AddKeyCreation() : services;
    }

    /// <summary>All that makes keys, and tenants with them. What this does not add cannot be resolved.</summary>
    private static IServiceCollection AddKeyCreation(this IServiceCollection services)
    {
        services.AddSingleton<GenerationSigner>();
        services.AddSingleton<GenerationFactory>();
        services.AddSingleton<ServiceKeyFactory>();
        services.AddSingleton<FirstKeys>();
        services.AddSingleton<IAuditKeyCustody, AuditKeyCustody>();
        services.AddSingleton<ITenantProvisioning, TenantProvisioning>();
        return services;
    }
}
