using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using TenantGateway.Auditing.Alarms;
using TenantGateway.Auditing.Checkpoints;
using TenantGateway.Auditing.Exports;
using TenantGateway.Auditing.Retention;
using TenantGateway.Auditing.Projections;
using TenantGateway.Auditing.Search;
using TenantGateway.Core.Access;
using TenantGateway.Core.Audit;
using TenantGateway.Core.Audit.Checkpoints;
using TenantGateway.Core.Audit.Exports;
using TenantGateway.Core.Audit.Retention;
using TenantGateway.Core.Audit.Search;
using TenantGateway.Core.Doctor;
using TenantGateway.Core.Operations;

namespace TenantGateway.Auditing;

/// <summary>
/// The audit trail: entries are sealed, given their place and made durable in groups before their callers go on. Where keys are made, the log is signed, exported, indexed and looked through for alarms as well.
/// </summary>
internal static class AuditingModule
{
    internal static IServiceCollection AddAuditing(this IServiceCollection services, IConfiguration configuration, GatewayRole role)
    {
        services.AddOptions<AuditOptions>().Bind(configuration.GetSection(AuditOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.AddMetrics();
        services.AddSingleton<AuditMetrics>();
        services.AddSingleton<AnonymousRefusalCounts>();
        services.AddSingleton<RepeatedDenials>();
        services.AddSingleton<DetailsSealer>();
        services.AddSingleton<RecentBatches>();
        services.AddSingleton<AuditWriter>();
        services.AddSingleton<AuditLog>();
        services.AddSingleton<IAuditTrail>(provider => provider.GetRequiredService<AuditLog>());
        services.AddHostedService<AuditService>();
        services.AddHealthChecks().AddCheck<AuditHealthCheck>("audit");
        services.AddSingleton(DoctorCheckRegistration.Of<AuditCheck>("audit")).AddSingleton(DoctorCheckRegistration.Of<CheckpointsCheck>("checkpoints")).AddSingleton(DoctorCheckRegistration.Of<ProjectionsCheck>("projections"));
        services.AddSingleton<CheckpointSignal>();
        services.AddOptions<CheckpointOptions>().Bind(configuration.GetSection(CheckpointOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IValidateOptions<CheckpointOptions>, CheckpointOptionsValidator>();
        services.AddOptions<RetentionOptions>().Bind(configuration.GetSection(RetentionOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IValidateOptions<RetentionOptions>, RetentionOptionsValidator>();
        services.AddOptions<AuditIndexOptions>().Bind(configuration.GetSection(AuditIndexOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<AuditSearcher>();
        services.AddSingleton<IAuditReview, AuditReview>();
        services.AddSingleton<OwnAuditEndpoint>();
        return role.MakesKeys ? services.AddCheckpoints().AddIndexing().AddAlarms(configuration).AddRetention() : services;
    }

    /// <summary>The tenant's own reviewers' way to its records. Comes after the tenant is bound.</summary>
    /// <param name="app">The data plane.</param>
    /// <param name="before">What comes before it: judges the login, more strictly than for traffic, and the tenant's quota.</param>
    internal static IApplicationBuilder UseOwnAudit(this IApplicationBuilder app, Action<IApplicationBuilder> before) => app.MapWhen(
        context => context.Request.Path.StartsWithSegments(OwnAuditEndpoint.Root, StringComparison.Ordinal),
        own =>
        {
            before(own);
            own.Run(context => context.RequestServices.GetRequiredService<OwnAuditEndpoint>().AnswerAsync(context));
        });

    private static IServiceCollection AddIndexing(this IServiceCollection services)
    {
        services.AddSingleton<AuditIndexMetrics>();
        services.AddSingleton<AuditIndexer>();
        services.AddHostedService(provider => provider.GetRequiredService<AuditIndexer>());
        services.AddHealthChecks().AddCheck<AuditIndexHealthCheck>("search");
        return services.AddSingleton<IOperationKind, PseudonymResolution>();
    }

    private static IServiceCollection AddAlarms(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<AlarmOptions>().Bind(configuration.GetSection(AlarmOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IValidateOptions<AlarmOptions>, AlarmOptionsValidator>();
        services.AddSingleton<AlarmMetrics>();
        services.AddSingleton<AlarmTeller>();
        services.AddSingleton<LogWatch>();
        services.AddSingleton<AlarmWatch>();
        services.AddSingleton<AlarmPoster>();
        services.AddHostedService(provider => provider.GetRequiredService<AlarmWatch>());
        services.AddHostedService(provider => provider.GetRequiredService<AlarmPoster>());
        services.AddHealthChecks().AddCheck<AlarmHealthCheck>("alarms");
        return services;
    }

    private static IServiceCollection AddCheckpoints(this IServiceCollection services)
    {
        services.AddSingleton<CheckpointMetrics>();
        services.AddSingleton<CheckpointDirectory>();
        services.AddSingleton<CheckpointSigner>();
        services.AddSingleton<CheckpointWebhooks>();
        services.AddSingleton<CheckpointService>();
        services.AddSingleton<IAuditCheckpoints>(provider => provider.GetRequiredService<CheckpointService>());
        services.AddHostedService(provider => provider.GetRequiredService<CheckpointWebhooks>());
        services.AddHostedService(provider => provider.GetRequiredService<CheckpointService>());
        services.AddHostedService<IntentService>();
        services.AddHealthChecks().AddCheck<CheckpointHealthCheck>("checkpoints");
        services.AddSingleton<IAuditExports, ExportWriter>();
        return services;
    }

    private static IServiceCollection AddRetention(this IServiceCollection services)
    {
        services.AddSingleton<RetentionPeriods>();
        services.AddSingleton<DueRecords>();
        services.AddSingleton<PruningAuthority>();
        services.AddSingleton<HoldsOnRecord>();
        services.AddSingleton<LastRecords>();
        services.AddSingleton<RetentionRound>();
        services.AddSingleton<IAuditRetention, RetentionDesk>();
        services.AddSingleton<IOperationKind, RetentionKind>();
        services.AddSingleton<IOperationKind, ReleaseKind>();
        services.AddHostedService<RetentionService>();
        return services;
    }
}
