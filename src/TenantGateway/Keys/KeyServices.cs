using Microsoft.Extensions.Options;
using TenantGateway.Core.Keys;
using TenantGateway.Keys.AzureKeyVault;
using TenantGateway.Keys.Local;

namespace TenantGateway.Keys;

/// <summary>Registers the key service that <c>Gateway:Keys:Service</c> names, and only its settings are looked at.</summary>
internal static class KeyServices
{
    internal static IServiceCollection AddKeyService(this IServiceCollection services, IConfiguration configuration) =>
        configuration[$"{KeysOptions.Section}:{nameof(KeysOptions.Service)}"] == KeysOptions.AzureKeyVault ? services.AddAzureKeyVault(configuration) : services.AddLocal(configuration);

    private static IServiceCollection AddLocal(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<LocalKeyOptions>().Bind(configuration.GetSection(LocalKeyOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IValidateOptions<LocalKeyOptions>, LocalKeyOptionsValidation>();
        services.AddSingleton(OpenLocal);
        services.AddSingleton<IKeyEncryptionService>(provider => provider.GetRequiredService<LocalKeyEncryptionService>());
        services.AddSingleton<IKekLifecycle>(provider => provider.GetRequiredService<LocalKeyEncryptionService>());
        return services;
    }

    private static IServiceCollection AddAzureKeyVault(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<AzureKeyVaultOptions>().Bind(configuration.GetSection(AzureKeyVaultOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IValidateOptions<AzureKeyVaultOptions>, AzureKeyVaultOptionsValidation>();
        services.AddSingleton<KeyVaultClients>();
        services.AddSingleton(OpenAzureKeyVault);
        services.AddSingleton<IKeyEncryptionService>(provider => provider.GetRequiredService<AzureKeyVaultKeyEncryptionService>());
        services.AddSingleton<IKekLifecycle>(provider => provider.GetRequiredService<AzureKeyVaultKeyEncryptionService>());
        return services;
    }

    private static LocalKeyEncryptionService OpenLocal(IServiceProvider provider)
    {
        var options = provider.GetRequiredService<IOptions<LocalKeyOptions>>().Value;
        return LocalKeyEncryptionService.Open(options.Directory, TimeSpan.FromDays(options.RetentionDays), provider.GetRequiredService<TimeProvider>());
    }

    private static AzureKeyVaultKeyEncryptionService OpenAzureKeyVault(IServiceProvider provider) => new(
        provider.GetRequiredService<KeyVaultClients>().OfDeployment(),
        provider.GetRequiredService<IOptions<AzureKeyVaultOptions>>().Value,
        provider.GetRequiredService<TimeProvider>(),
        provider.GetRequiredService<ILogger<AzureKeyVaultKeyEncryptionService>>());
}
