using Microsoft.Extensions.Options;
using TenantGateway.Core.Audit;
using TenantGateway.Core.Audit.Alarms;
using TenantGateway.Core.Audit.Checkpoints;
using TenantGateway.Core.Audit.Retention;
using TenantGateway.Core.Audit.Search;
using TenantGateway.Core.Conversion;
using TenantGateway.Core.Coverage;
using TenantGateway.Core.Doctor;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Operations;
using TenantGateway.Core.Sessions;
using TenantGateway.Core.State;
using TenantGateway.Core.Termination;
using TenantGateway.Core.Webhooks;
using TenantGateway.Storage.Databases;
using TenantGateway.Storage.Files;
using TenantGateway.Storage.PostgreSql;
using TenantGateway.Storage.Sqlite;
using TenantGateway.Storage.Stores;
using TenantGateway.Storage.Tombstones;

namespace TenantGateway.Storage;

/// <summary>
/// Durable state in SQLite or PostgreSQL: tenants and their lives, key generations, the gateway's own keys, operations and the audit trail; and the tombstones outside it. Migrated on
/// first use, whoever comes first (<see cref="Database"/>), and at the latest before any hosted service starts, so that a database that cannot be used stops the start.
/// </summary>
internal static class StorageModule
{
    internal static IServiceCollection AddStorage(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddDatabase(configuration);
        services.AddSingleton<IStateUse>(provider => provider.GetRequiredService<Database>());
        services.AddOptions<TombstonesOptions>().Bind(configuration.GetSection(TombstonesOptions.Section)).ValidateOnStart();
        services.AddSingleton<TombstoneLog>();
        services.AddSingleton<ITombstones>(provider => provider.GetRequiredService<TombstoneLog>());
        services.AddSingleton<TombstoneCheck>();
        services.AddSingleton<ITenantStore>(provider => ActivatorUtilities.CreateInstance<LivingTenants>(provider, ActivatorUtilities.CreateInstance<TenantStore>(provider)));
        services.AddSingleton<GenerationStore>();
        services.AddSingleton<IGenerationStore>(provider => ActivatorUtilities.CreateInstance<LivingGenerations>(provider, provider.GetRequiredService<GenerationStore>()));
        services.AddSingleton<ITenantLives, TenantLives>();
        services.AddSingleton<ITokenSightingStore, TokenSightingStore>();
        services.AddSingleton<ICoverageStore, CoverageStore>();
        services.AddSingleton<IServiceKeyStore, ServiceKeyStore>();
        services.AddSingleton<IVaultDeclarationStore, VaultDeclarationStore>();
        services.AddSingleton<IAuditStore, AuditStore>();
        services.AddSingleton<IAuditRetentionStore, AuditRetentionStore>();
        services.AddSingleton<IAuditCheckpointStore, AuditCheckpointStore>();
        services.AddSingleton<IAuditIndex, AuditIndexStore>();
        services.AddSingleton<IAlarmStore, AlarmStore>();
        services.AddSingleton<IAlarmPosts, AlarmPosts>();
        services.AddSingleton<IStateVersion, StateVersion>();
        services.AddSingleton<IStartTurn, StartTurn>();
        services.AddSingleton<IOperationStore, OperationStore>();
        services.AddSingleton<IConversionStore, ConversionStore>();
        services.AddSingleton<ILoginSessionStore, LoginSessionStore>();
        services.AddSingleton<IRevocationStore, RevocationStore>();
        services.AddSingleton<ISessionActivityStore, SessionActivityStore>();
        services.AddSingleton<IDeliveryStore, DeliveryStore>();
        services.AddHostedService<StorageStartup>();
        services.AddHealthChecks().AddCheck<StorageHealthCheck>("storage");
        return services.AddExamination(configuration);
    }

    private static IServiceCollection AddExamination(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<IStateInspection>(provider => provider.GetRequiredService<Database>());
        services.AddSingleton<IClockSource, DatabaseClock>();
        services.AddSingleton(DoctorCheckRegistration.Of<DatabaseCheck>("database"));
        if (StorageChoice.IsPostgreSql(configuration)) return services;
        services.AddSingleton<VolumeReader>();
        return services.AddSingleton(DoctorCheckRegistration.Of<DiskCheck>("disk"));
    }

    /// <summary>The database and nothing else of the gateway.</summary>
    internal static void AddMigration(this IServiceCollection services, IConfiguration configuration) => services.AddDatabase(configuration);

    /// <summary>Makes the database what this version of the gateway needs, or refuses it.</summary>
    internal static async Task MigrateAsync(this IServiceProvider services, CancellationToken cancellationToken) =>
        await services.GetRequiredService<Database>().EnsureOpenAsync(cancellationToken);

    private static void AddDatabase(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<StorageOptions>().Bind(configuration.GetSection(StorageOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IValidateOptions<StorageOptions>>(new StorageChoice(configuration));
        services.AddOptions<PostgreSqlOptions>().Bind(configuration.GetSection(PostgreSqlOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IValidateOptions<PostgreSqlOptions>, PostgreSqlOptionsValidator>();
        if (StorageChoice.IsPostgreSql(configuration)) services.AddSingleton<Database, PostgreSqlDatabase>();
        else services.AddSingleton<Database, SqliteDatabase>();
    }
}
