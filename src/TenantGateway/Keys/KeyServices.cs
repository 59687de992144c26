using Microsoft.Extensions.Options;
using TenantGateway.Core.Access;
using TenantGateway.Core.Doctor;
using TenantGateway.Core.Keys;
using TenantGateway.Keys.AzureKeyVault;
using TenantGateway.Keys.Local;

namespace TenantGateway.Keys;

/// <summary>
/// Registers the key service that <c>Gateway:Keys:Service</c> names, with the vaults of customers beside it. Where no keys are made, nothing that makes them can be
/// resolved.
/// </summary>
internal static class KeyServices
{
    internal static IServiceCollection AddKeyService(this IServiceCollection services, IConfiguration configuration, GatewayRole role)
    {
        var inVault = configuration[$"{KeysOptions.Section}:{nameof(KeysOptions.Service)}"] == KeysOptions.AzureKeyVault;
        // Also where the deployment's keys are local: a customer's may be in a vault.
        services.AddOptions<AzureKeyVaultOptions>().Bind(configuration.GetSection(AzureKeyVaultOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IValidateOptions<AzureKeyVaultOptions>>(provider => new AzureKeyVaultOptionsValidation(provider.GetRequiredService<IHostEnvironment>(), inVault));
        services.AddSingleton<KeyVaultClients>();
        services.AddSingleton<CustomerVaultKeys>();
        services.AddSingleton(DoctorCheckRegistration.Of<KeysCheck>("keys"));
        return inVault ? services.AddAzureKeyVault(role) : services.AddLocal(configuration, role);
    }

    private static IServiceCollection AddLocal(this IServiceCollection services, IConfiguration configuration, GatewayRole role)
    {
        services.AddOptions<LocalKeyOptions>().Bind(configuration.GetSection(LocalKeyOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IValidateOptions<LocalKeyOptions>, LocalKeyOptionsValidation>();
        return role.MakesKeys
            ? services.AddOwn(provider => OpenLocal(provider, purges: true))
            : services.AddKeyUse(provider => LocalKeyEncryptionService.IsMade(provider.GetRequiredService<IOptions<LocalKeyOptions>>().Value.Directory) ? OpenLocal(provider, purges: false) : null);
    }

    private static IServiceCollection AddAzureKeyVault(this IServiceCollection services, GatewayRole role)
    {
        services.AddSingleton(DoctorCheckRegistration.Of<VaultRightsCheck>("vault-rights"));
        services.AddSingleton<IClockSource, VaultClock>();
        return role.MakesKeys ? services.AddOwn(provider => OpenAzureKeyVault(provider, makesKeys: true)) : services.AddKeyUse(provider => OpenAzureKeyVault(provider, makesKeys: false));
    }

    private static IServiceCollection AddOwn<TService>(this IServiceCollection services, Func<IServiceProvider, TService> open) where TService : class, IKeyEncryptionService, IKekLifecycle
    {
        services.AddSingleton(open);
        services.AddSingleton<IKekLifecycle>(provider => provider.GetRequiredService<TService>());
        return services.AddSingleton<IKeyEncryptionService>(provider => new RoutedKeyService(provider.GetRequiredService<TService>(), provider.GetRequiredService<CustomerVaultKeys>()));
    }

    private static IServiceCollection AddKeyUse(this IServiceCollection services, Func<IServiceProvider, IKeyEncryptionService?> open) =>
        services.AddSingleton<IKeyEncryptionService>(provider => new KeyUse(() => open(provider) is { } own ? new RoutedKeyService(own, provider.GetRequiredService<CustomerVaultKeys>()) : null));

    private static LocalKeyEncryptionService OpenLocal(IServiceProvider provider, bool purges)
    {
        var options = provider.GetRequiredService<IOptions<LocalKeyOptions>>().Value;
        return LocalKeyEncryptionService.Open(options.Directory, TimeSpan.FromDays(options.RetentionDays), provider.GetRequiredService<TimeProvider>(), purges);
    }

    private static AzureKeyVaultKeyEncryptionService OpenAzureKeyVault(IServiceProvider provider, bool makesKeys) => new(
        provider.GetRequiredService<KeyVaultClients>().OfDeployment(),
        provider.GetRequiredService<IOptions<AzureKeyVaultOptions>>().Value,
        provider.GetRequiredService<TimeProvider>(),
        provider.GetRequiredService<ILogger<AzureKeyVaultKeyEncryptionService>>(),
        makesKeys);
}
