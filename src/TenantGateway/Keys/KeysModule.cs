using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using TenantGateway.Core.Access;
using TenantGateway.Core.Keys;
using TenantGateway.Core.State;
using TenantGateway.Core.Tenants;
using TenantGateway.Keys.Local;

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
        services.AddOptions<LocalKeyOptions>().Bind(configuration.GetSection(LocalKeyOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IValidateOptions<KeysOptions>, KeysOptionsValidator>();
        services.AddSingleton<IValidateOptions<LocalKeyOptions>, LocalKeyOptionsValidation>();
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
        services.AddSingleton<GenerationReader>();
        services.AddSingleton<IStateReader>(provider => provider.GetRequiredService<GenerationReader>());
        services.AddSingleton<IStartCondition>(provider => provider.GetRequiredService<GenerationReader>());
        services.AddHostedService(provider => ActivatorUtilities.CreateInstance<KeysStartup>(provider, role));
        services.AddHostedService<RecordAlarmService>();
        services.AddHostedService<KeyProber>();
        services.AddHostedService<KeyEventRecorder>();
        services.AddHealthChecks().AddCheck<KeyServiceHealthCheck>("keys");
        return role.MakesKeys ? services.AddKeyCreation() : services.AddKeyUse();
    }

    /// <summary>All that makes keys, and tenants with them. What this does not add cannot be resolved.</summary>
    private static IServiceCollection AddKeyCreation(this IServiceCollection services)
    {
        services.AddSingleton(OpenLocal);
        services.AddSingleton<IKeyEncryptionService>(provider => provider.GetRequiredService<LocalKeyEncryptionService>());
        services.AddSingleton<IKekLifecycle>(provider => provider.GetRequiredService<LocalKeyEncryptionService>());
        services.AddSingleton<KekCreator>();
        services.AddSingleton<GenerationSigner>();
        services.AddSingleton<GenerationFactory>();
        services.AddSingleton<ServiceKeyFactory>();
        services.AddSingleton<FirstKeys>();
        services.AddSingleton<ITenantProvisioning, TenantProvisioning>();
        return services;
    }

    private static IServiceCollection AddKeyUse(this IServiceCollection services) => services.AddSingleton<IKeyEncryptionService>(provider =>
    {
        var directory = provider.GetRequiredService<IOptions<LocalKeyOptions>>().Value.Directory;
        return new KeyUse(() => LocalKeyEncryptionService.IsMade(directory) ? OpenLocal(provider) : null);
    });

    private static LocalKeyEncryptionService OpenLocal(IServiceProvider provider)
    {
        var options = provider.GetRequiredService<IOptions<LocalKeyOptions>>().Value;
        return LocalKeyEncryptionService.Open(options.Directory, TimeSpan.FromDays(options.RetentionDays), provider.GetRequiredService<TimeProvider>());
    }
}
