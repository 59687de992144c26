using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Tenants;
using TenantGateway.Keys.Local;

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
        services.AddOptions<LocalKeyOptions>().Bind(configuration.GetSection(LocalKeyOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IValidateOptions<LocalKeyOptions>, LocalKeyOptionsValidation>();
        services.AddSingleton<IValidateOptions<KeysOptions>, KeysOptionsValidator>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddMetrics();
        services.AddSingleton<KeyMetrics>();
        services.AddSingleton<KeyServiceState>();
        services.AddSingleton(OpenLocal);
        services.AddSingleton<IKeyEncryptionService>(provider => provider.GetRequiredService<LocalKeyEncryptionService>());
        services.AddSingleton<IKekLifecycle>(provider => provider.GetRequiredService<LocalKeyEncryptionService>());
        services.AddSingleton<GenerationSigner>();
        services.AddSingleton<RecordAlarms>();
        services.AddSingleton<GenerationVerifier>();
        services.AddSingleton<GenerationUnwrapper>();
        services.AddSingleton<GenerationFactory>();
        services.AddSingleton<KeyRings>();
        services.AddSingleton<IKeyRings>(provider => provider.GetRequiredService<KeyRings>());
        services.AddSingleton<ITenantProvisioning, TenantProvisioning>();
        services.AddHostedService<KeysStartup>();
        services.AddHostedService<RecordAlarmService>();
        services.AddHealthChecks().AddCheck<KeyServiceHealthCheck>("keys");
        return services;
    }

    private static LocalKeyEncryptionService OpenLocal(IServiceProvider provider)
    {
        var options = provider.GetRequiredService<IOptions<LocalKeyOptions>>().Value;
        return LocalKeyEncryptionService.Open(options.Directory, TimeSpan.FromDays(options.RetentionDays), provider.GetRequiredService<TimeProvider>());
    }
}
