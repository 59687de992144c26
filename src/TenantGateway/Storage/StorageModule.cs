using TenantGateway.Core.Audit;
using TenantGateway.Core.Conversion;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Operations;
using TenantGateway.Core.State;

namespace TenantGateway.Storage;

/// <summary>
/// Durable state in SQLite: tenants, key generations, the gateway's own keys and the audit trail. Migrated on first use, whoever comes first
/// (<see cref="Database"/>), and at the latest before any hosted service starts, so that a database that cannot be used stops the start.
/// </summary>
internal static class StorageModule
{
    internal static IServiceCollection AddStorage(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<StorageOptions>().Bind(configuration.GetSection(StorageOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<Database>();
        services.AddSingleton<ITenantStore, TenantStore>();
        services.AddSingleton<IGenerationStore, GenerationStore>();
        services.AddSingleton<ITokenSightingStore, TokenSightingStore>();
        services.AddSingleton<IServiceKeyStore, ServiceKeyStore>();
        services.AddSingleton<IAuditStore, AuditStore>();
        services.AddSingleton<IOperationStore, OperationStore>();
        services.AddSingleton<IConversionStore, ConversionStore>();
        services.AddSingleton<IStateVersion, StateVersion>();
        services.AddHostedService<StorageStartup>();
        services.AddHealthChecks().AddCheck<StorageHealthCheck>("storage");
        return services;
    }
}
